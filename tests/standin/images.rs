//! The image host: covers, banners and avatars, drawn from the id.

use super::data::{Media, World};
use super::pages::escape;
use super::random::below;

/// The colour the API names for a cover, `#rrggbb`.
pub(crate) fn accent(media: &Media) -> String {
    hex(media.hue(), 62, 55)
}

/// Draws what a path below `/file/anilistcdn` names; `None` when that is no picture of anything.
pub(crate) fn draw(world: &World, path: &str) -> Option<String> {
    let path = path.strip_prefix("/file/anilistcdn/")?;
    let file = path.rsplit('/').next()?.strip_suffix(".svg")?;
    let id: i64 = file
        .trim_start_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .ok()?;
    if path.starts_with("user/avatar/") {
        world.user(id).map(|user| avatar(id, user.name))
    } else if path.starts_with("user/banner/") {
        world
            .user(id)
            .map(|_| banner(id, below(7, id.unsigned_abs(), 360)))
    } else if path.starts_with("media/") && path.contains("/banner/") {
        world.media(id).map(|media| banner(id, media.hue()))
    } else if path.starts_with("media/") && path.contains("/cover/") {
        world.media(id).map(cover)
    } else {
        None
    }
}

fn cover(media: &Media) -> String {
    let hue = media.hue();
    let title: String = media.native.chars().take(24).collect();
    let lines: String = title
        .chars()
        .collect::<Vec<_>>()
        .chunks(8)
        .enumerate()
        .map(|(row, line)| {
            let line: String = line.iter().collect();
            format!(r#"<text x="36" y="{}">{}</text>"#, 520 + row * 50, escape(&line))
        })
        .collect();
    let (top, bottom, light) = (hex(hue, 55, 34), hex(hue + 40, 60, 18), hex(hue + 15, 70, 66));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 650" width="460" height="650">
<defs><linearGradient id="g" x1="0" y1="0" x2="0.4" y2="1"><stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient></defs>
<rect width="460" height="650" fill="url(#g)"/>{shapes}
<g font-family="system-ui, 'Noto Sans CJK JP', sans-serif" font-size="42" font-weight="700" fill="white">{lines}</g></svg>"#,
        shapes = shapes(media.id, &light, 460, 460),
    )
}

fn banner(id: i64, hue: i64) -> String {
    let (left, right, light) = (hex(hue, 50, 28), hex(hue + 50, 55, 20), hex(hue + 20, 65, 60));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1900 400" width="1900" height="400" preserveAspectRatio="xMidYMid slice">
<defs><linearGradient id="g"><stop offset="0" stop-color="{left}"/><stop offset="1" stop-color="{right}"/></linearGradient></defs>
<rect width="1900" height="400" fill="url(#g)"/>{}</svg>"#,
        shapes(id, &light, 1900, 400),
    )
}

fn avatar(id: i64, name: &str) -> String {
    let hue = below(7, id.unsigned_abs(), 360);
    let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 230 230" width="230" height="230">
<rect width="230" height="230" fill="{}"/><circle cx="170" cy="60" r="90" fill="{}" opacity="0.35"/>
<text x="115" y="156" text-anchor="middle" font-family="system-ui, sans-serif" font-size="120" font-weight="700" fill="white">{}</text></svg>"#,
        hex(hue, 50, 36),
        hex(hue + 30, 70, 65),
        escape(&initial),
    )
}

/// A few circles: the same id always gives the same ones.
fn shapes(id: i64, colour: &str, width: i64, height: i64) -> String {
    let random = |what: u64, bound: i64| below(id.unsigned_abs(), what, bound);
    (0..4)
        .map(|n| {
            let (x, y, r) = (
                random(n, width),
                random(n + 10, height),
                30 + random(n + 20, height / 3),
            );
            format!(
                r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}" opacity="0.{}"/>"#,
                1 + random(n + 30, 3)
            )
        })
        .collect()
}

/// HSL (degrees, percent, percent) as `#rrggbb`.
fn hex(hue: i64, saturation: i64, lightness: i64) -> String {
    let (saturation, lightness) = (saturation as f64 / 100.0, lightness as f64 / 100.0);
    let reach = saturation * lightness.min(1.0 - lightness);
    let channel = |offset: i64| {
        let k = ((offset * 30 + hue).rem_euclid(360)) as f64 / 30.0;
        let value = lightness - reach * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0);
        (value * 255.0).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", channel(0), channel(8), channel(4))
}
