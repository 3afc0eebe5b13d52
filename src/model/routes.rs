//! Every address inside the app, built and read in one place.
//!
//! The app may stand under any base path (`/` or `/tsuzuki/`), so an address is always made from a [`Base`] and a
//! [`Route`]. Addresses of AniList's own pages keep AniList's form below the base.

/// The path below which the app is served: starts and ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes the path of the document's base; a slash that is missing at either end is added.
    ///
    /// ```
    /// use tsuzuki::model::routes::Base;
    /// assert_eq!(Base::new("/tsuzuki").as_str(), "/tsuzuki/");
    /// assert_eq!(Base::new("").as_str(), "/");
    /// ```
    pub fn new(path: &str) -> Self {
        match path.trim_matches('/') {
            "" => Self("/".to_owned()),
            path => Self(format!("/{path}/")),
        }
    }

    /// With both slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the last slash: empty for the root.
    fn without_slash(&self) -> &str {
        self.0.strip_suffix('/').unwrap_or_default()
    }

    /// The part of `path` below this base, without a leading slash. `None` when it lies outside.
    fn strip<'a>(&self, path: &'a str) -> Option<&'a str> {
        if path == self.without_slash() {
            Some("")
        } else {
            path.strip_prefix(self.as_str())
        }
    }
}

/// A page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// What is new, or what this is for those who are not signed in.
    Home,
    /// Who is signed in, what the token says, what is stored.
    Session,
    /// Requests of one's own to AniList's API.
    Console,
    /// The client id and the way to AniList's authorize page.
    Login,
    /// Using a token got elsewhere.
    PasteToken,
    /// What is asked of AniList, and what that costs.
    Requests,
}

impl Route {
    /// Every page.
    pub const ALL: &[Self] = &[
        Self::Home,
        Self::Session,
        Self::Console,
        Self::Login,
        Self::PasteToken,
        Self::Requests,
    ];

    /// The page's address below the base, without a leading slash.
    fn below_base(self) -> &'static str {
        match self {
            Self::Home => "",
            Self::Session => "session",
            Self::Console => "console",
            Self::Login => "login",
            Self::PasteToken => "login/token",
            Self::Requests => "requests",
        }
    }

    /// The page's name, in the navigation and in the document's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Session => "Session",
            Self::Console => "Console",
            Self::Login => "Log in",
            Self::PasteToken => "Use a token",
            Self::Requests => "Requests",
        }
    }

    /// The page's address.
    ///
    /// ```
    /// use tsuzuki::model::routes::{Base, Route};
    /// assert_eq!(Route::Session.path(&Base::new("/tsuzuki/")), "/tsuzuki/session");
    /// assert_eq!(Route::Home.path(&Base::new("/tsuzuki/")), "/tsuzuki/");
    /// ```
    pub fn path(self, base: &Base) -> String {
        format!("{}{}", base.as_str(), self.below_base())
    }

    /// The page at an address: a path, with or without query, fragment and last slash. `None` when there is none.
    ///
    /// ```
    /// use tsuzuki::model::routes::{Base, Route};
    /// let base = Base::new("/tsuzuki/");
    /// assert_eq!(Route::parse("/tsuzuki/login/token?x=1", &base), Some(Route::PasteToken));
    /// assert_eq!(Route::parse("/session", &base), None);
    /// ```
    pub fn parse(address: &str, base: &Base) -> Option<Self> {
        let path = address.split(['?', '#']).next()?;
        let below = base.strip(path)?;
        let below = below.strip_suffix('/').unwrap_or(below);
        match below {
            // Hosts serve the start page under this name too.
            "index.html" => Some(Self::Home),
            _ => Self::ALL
                .iter()
                .copied()
                .find(|route| route.below_base() == below),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The list of all addresses. A page that is added or moved changes this test.
    #[test]
    fn every_route_has_its_address() {
        let addresses: Vec<_> = Route::ALL
            .iter()
            .map(|route| route.path(&Base::new("/")))
            .collect();
        assert_eq!(
            addresses,
            ["/", "/session", "/console", "/login", "/login/token", "/requests"]
        );
    }

    #[test]
    fn every_route_round_trips_under_every_base() {
        for base in ["/", "/tsuzuki/", "/a/b/"].map(Base::new) {
            for &route in Route::ALL {
                let path = route.path(&base);
                assert_eq!(Route::parse(&path, &base), Some(route), "{path}");
                assert_eq!(
                    Route::parse(&format!("{path}?a=/x#/b"), &base),
                    Some(route),
                    "{path}"
                );
                assert_eq!(
                    Route::parse(path.trim_end_matches('/'), &base),
                    Some(route),
                    "{path} without its slash"
                );
            }
        }
    }

    #[test]
    fn addresses_outside_or_unknown_are_no_route() {
        let base = Base::new("/tsuzuki/");
        for address in [
            "",
            "/",
            "/session",
            "/tsuzukisession",
            "/tsuzuki/nope",
            "/tsuzuki//session",
            "session",
            "/tsuzuki/Session",
        ] {
            assert_eq!(Route::parse(address, &base), None, "{address}");
        }
        assert_eq!(Route::parse("/tsuzuki/index.html", &base), Some(Route::Home));
        assert_eq!(Route::parse("/tsuzuki/session/", &base), Some(Route::Session));
    }

    #[test]
    fn bases() {
        for (raw, want, short) in [
            ("", "/", ""),
            ("/", "/", ""),
            ("//", "/", ""),
            ("a", "/a/", "/a"),
            ("/a/b", "/a/b/", "/a/b"),
        ] {
            assert_eq!(Base::new(raw).as_str(), want);
            assert_eq!(Base::new(raw).without_slash(), short);
        }
    }

    proptest! {
        #[test]
        fn any_address_is_read(address in any::<String>(), base in any::<String>()) {
            let _ = Route::parse(&address, &Base::new(&base));
        }
    }
}
