//! Sites are served as GitHub Pages serves them.

use super::support::{Server, demo, options, start};
use crate::standin::server::{Mode, Options};
use crate::standin::site::{Site, fill_meta};
use std::io::Read;
use std::path::{Path, PathBuf};

const HTML: &str = r#"<meta name="anilist-client-id" content=""><meta name=anilist-api-url content=x><p>app"#;

/// A directory of its own with a small site; removed at the end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("standin-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("sub")).unwrap();
        for (file, text) in [
            ("index.html", HTML),
            ("404.html", "<p>not here"),
            ("about.html", "<p>about"),
            ("app.wasm", &"wasm".repeat(500)),
            ("app.js", "let x;"),
            ("icon.png", "png"),
            ("sub/index.html", "<p>sub"),
        ] {
            std::fs::write(path.join(file), text).unwrap();
        }
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn serving(directory: &Path, specs: &[&str]) -> Server {
    let sites = specs
        .iter()
        .map(|spec| spec.replace("DIR", directory.to_str().unwrap()).parse().unwrap())
        .collect();
    start(Options {
        sites,
        ..options(Mode::AniList)
    })
}

#[test]
fn a_specification_is_read() {
    let site = |text: &str| text.parse::<Site>();
    let full = site("Pages.test/tsuzuki/=dist;client_id=1002").unwrap();
    assert_eq!(
        (full.host.as_str(), full.base.as_str()),
        ("pages.test", "/tsuzuki/")
    );
    assert_eq!(
        (full.directory, full.client_id.as_deref()),
        (PathBuf::from("dist"), Some("1002"))
    );
    assert_eq!(site("a.test=d").unwrap().base, "/");
    for wrong in ["", "a.test", "=d", "a.test=", "/x=d"] {
        assert!(site(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn paths_are_found_as_on_pages() {
    let directory = Directory::new("paths");
    let server = serving(
        &directory.0,
        &["site.test=DIR", "pages.test/tsuzuki/=DIR;client_id=1002"],
    );
    let cases = [
        ("site.test", "/", 200, HTML),
        ("site.test", "/about", 200, "<p>about"),
        ("site.test", "/about.html", 200, "<p>about"),
        ("site.test", "/sub/", 200, "<p>sub"),
        ("site.test", "/sub", 302, ""),
        ("site.test", "/anime/1", 404, "<p>not here"),
        ("site.test", "/about/", 404, "<p>not here"),
        ("site.test", "/../Cargo.toml", 404, ""),
        ("site.test", "/%2e%2e/Cargo.toml", 404, ""),
        ("pages.test", "/tsuzuki", 302, ""),
        ("pages.test", "/tsuzuki/sub/", 200, "<p>sub"),
        ("pages.test", "/tsuzuki/x/y", 404, "<p>not here"),
        ("pages.test", "/tsuzukix", 404, ""),
        ("pages.test", "/", 404, ""),
        ("other.test", "/", 404, ""),
    ];
    for (host, path, status, start) in cases {
        let answer = server.send("GET", host, path, &[], "").unwrap();
        assert_eq!(answer.status, status, "{host}{path}");
        assert!(
            answer.text().starts_with(start) && !answer.text().contains("[package]"),
            "{host}{path}: {}",
            answer.text()
        );
    }
    assert_eq!(
        server.send("POST", "site.test", "/", &[], "x").unwrap().status,
        405
    );
}

#[test]
fn headers_are_those_of_pages() {
    let directory = Directory::new("headers");
    let server = serving(&directory.0, &["site.test=DIR"]);
    let types = [
        ("/", "text/html; charset=utf-8"),
        ("/app.js", "application/javascript; charset=utf-8"),
        ("/app.wasm", "application/wasm"),
        ("/icon.png", "image/png"),
    ];
    for (path, content_type) in types {
        let answer = server.send("GET", "site.test", path, &[], "").unwrap();
        assert_eq!(answer.header("content-type"), Some(content_type));
        assert_eq!(answer.header("cache-control"), Some("max-age=600"));
        for missing in [
            "content-security-policy",
            "x-frame-options",
            "cross-origin-opener-policy",
        ] {
            assert_eq!(answer.header(missing), None);
        }
    }
    let etag = server
        .send("GET", "site.test", "/app.js", &[], "")
        .unwrap()
        .header("etag")
        .unwrap()
        .to_owned();
    let again = server
        .send("GET", "site.test", "/app.js", &[("if-none-match", &etag)], "")
        .unwrap();
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn text_and_wasm_are_compressed() {
    let directory = Directory::new("gzip");
    let server = serving(&directory.0, &["site.test=DIR"]);
    for _ in 0..2 {
        let answer = server
            .send(
                "GET",
                "site.test",
                "/app.wasm",
                &[("accept-encoding", "gzip, br")],
                "",
            )
            .unwrap();
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        let mut text = String::new();
        flate2::read::GzDecoder::new(answer.body.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "wasm".repeat(500));
    }
    let picture = server
        .send(
            "GET",
            "site.test",
            "/icon.png",
            &[("accept-encoding", "gzip")],
            "",
        )
        .unwrap();
    assert_eq!(picture.header("content-encoding"), None);
}

#[test]
fn only_the_client_id_is_filled_in() {
    let directory = Directory::new("meta");
    let server = serving(
        &directory.0,
        &["with.test=DIR;client_id=1001", "without.test=DIR"],
    );
    let html = |host: &str| server.send("GET", host, "/", &[], "").unwrap().text();
    assert_eq!(html("without.test"), HTML);
    assert_eq!(
        html("with.test"),
        HTML.replace("content=\"\"", "content=\"1001\"")
    );
}

#[test]
fn the_demo_points_the_app_at_itself() {
    let directory = Directory::new("demo");
    let server = demo(&directory.0);
    for name in ["localhost", "127.0.0.1"] {
        let host = format!("{name}:{}", server.port);
        let html = server.send("GET", &host, "/", &[], "").unwrap().text();
        assert!(
            html.contains(r#"<meta name="anilist-client-id" content="1000">"#),
            "{html}"
        );
        assert!(
            html.contains(&format!(
                r#"<meta name="anilist-api-url" content="http://{host}/graphql">"#
            )),
            "{html}"
        );
        // The login comes back to the origin it was started from.
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let login = server
            .send("POST", &host, "/api/v2/oauth/login", &form, "user=ren")
            .unwrap();
        let session = login.header("set-cookie").unwrap().split(';').next().unwrap();
        let headers = [form[0], ("cookie", session)];
        let ask = "/api/v2/oauth/authorize?client_id=1000&response_type=token";
        let answer = server
            .send("POST", &host, ask, &headers, "decision=approve")
            .unwrap();
        assert!(
            answer
                .location()
                .starts_with(&format!("http://{host}/#access_token=")),
            "{}",
            answer.location()
        );
        let cover = server
            .send(
                "GET",
                &host,
                "/file/anilistcdn/user/avatar/large/b5001.svg",
                &[],
                "",
            )
            .unwrap();
        assert_eq!(cover.status, 200);
    }
}

#[test]
fn a_meta_tag_is_found_in_any_spelling() {
    let cases = [
        (
            r#"<meta name="n" content="">x"#,
            r#"<meta name="n" content="v">x"#,
        ),
        ("<meta name=n content=a>x", r#"<meta name="n" content="v">x"#),
        ("<meta content='a' name='n'/>x", r#"<meta name="n" content="v">x"#),
        ("<meta name=other>x", "<meta name=other>x"),
    ];
    for (html, expected) in cases {
        assert_eq!(fill_meta(html, "n", "v"), expected);
    }
}
