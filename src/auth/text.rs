//! Text that somebody else wrote, made fit to stand in a sentence of ours.

/// The text without characters that are invisible or turn the direction of what follows, cut to `max` characters.
///
/// Markup is left as it is: it is shown as text.
pub(super) fn plain(text: &str, max: usize) -> String {
    let mut visible = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_hidden(*c));
    let mut plain: String = visible.by_ref().take(max).collect();
    if visible.next().is_some() {
        plain.push('…');
    }
    plain.trim().to_owned()
}

/// Control characters, and those of Unicode's category Cf that reorder or hide text.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
