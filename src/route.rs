//! Every address inside the app, built and read in one place.
//!
//! The app may stand under any base path (`/` or `/tsuzuki/`), so an address is always made from a [`Base`] and a
//! [`Route`]. Addresses of AniList's own pages keep AniList's form below the base.

use std::borrow::Cow;

use crate::domain::MediaType;
use crate::text::percent;

/// The path below which the app is served: starts and ends with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes the path of the document's base; a slash that is missing at either end is added.
    ///
    /// ```
    /// use tsuzuki::route::Base;
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

/// Somebody's anime or manga list, at the address it has on AniList's site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListPlace {
    /// Whose list, by the name of the user.
    pub user: String,
    /// Which of the two.
    pub kind: MediaType,
    /// The part of it, as it stands in the address ([`crate::list::query::Section::path`]); empty for all of it.
    pub section: String,
}

impl ListPlace {
    /// The heading over the list, which is one's own or somebody else's.
    ///
    /// ```
    /// use tsuzuki::{domain::MediaType, route::ListPlace};
    /// let place = ListPlace { user: "kaede".into(), kind: MediaType::Manga, section: String::new() };
    /// assert_eq!(place.heading(true), "Manga");
    /// assert_eq!(place.heading(false), "kaede’s manga");
    /// ```
    pub fn heading(&self, is_own: bool) -> String {
        let is_manga = self.kind == MediaType::Manga;
        match is_own {
            true if is_manga => "Manga".to_owned(),
            true => "Anime".to_owned(),
            false => format!("{}’s {}", self.user, if is_manga { "manga" } else { "anime" }),
        }
    }

    fn below_base(&self) -> String {
        let list = match self.kind {
            MediaType::Manga => "mangalist",
            _ => "animelist",
        };
        let mut path = format!("user/{}/{list}", percent::encode(&self.user));
        if !self.section.is_empty() {
            path.push('/');
            path.push_str(&self.section);
        }
        path
    }

    fn parse(below: &str) -> Option<Self> {
        let mut parts = below.split('/');
        let user = (parts.next()? == "user")
            .then(|| parts.next())?
            .filter(|name| !name.is_empty())?;
        // AniList reads its own in any case.
        let kind = match parts.next()?.to_ascii_lowercase().as_str() {
            "animelist" => MediaType::Anime,
            "mangalist" => MediaType::Manga,
            _ => return None,
        };
        let section = parts.next().unwrap_or_default().to_owned();
        parts.next().is_none().then(|| Self {
            user: percent::decode(user),
            kind,
            section,
        })
    }
}

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// Edits that are on their way to AniList.
    Edits,
    /// Edits that were made, to be undone.
    History,
    /// Taking one's lists out and in.
    Transfer,
    /// Somebody's list.
    List(ListPlace),
}

impl Route {
    /// The same page, whichever part of it is shown.
    pub fn page(mut self) -> Self {
        if let Self::List(place) = &mut self {
            place.section.clear();
        }
        self
    }

    /// Every page that stands at one address.
    pub const ALL: &[Self] = &[
        Self::Home,
        Self::Session,
        Self::Console,
        Self::Login,
        Self::PasteToken,
        Self::Requests,
        Self::Edits,
        Self::History,
        Self::Transfer,
    ];

    /// The page's address below the base, without a leading slash.
    fn below_base(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::List(place) => return Cow::Owned(place.below_base()),
            Self::Home => "",
            Self::Session => "session",
            Self::Console => "console",
            Self::Login => "login",
            Self::PasteToken => "login/token",
            Self::Requests => "requests",
            Self::Edits => "edits",
            Self::History => "history",
            Self::Transfer => "transfer",
        })
    }

    /// The page's name, in the navigation and in the document's title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::List(place) if place.kind == MediaType::Manga => "Manga list",
            Self::List(_) => "Anime list",
            Self::Home => "Home",
            Self::Session => "Session",
            Self::Console => "Console",
            Self::Login => "Log in",
            Self::PasteToken => "Use a token",
            Self::Requests => "Requests",
            Self::Edits => "Unsent edits",
            Self::History => "History",
            Self::Transfer => "Export and import",
        }
    }

    /// The page's address.
    ///
    /// ```
    /// use tsuzuki::route::{Base, Route};
    /// assert_eq!(Route::Session.path(&Base::new("/tsuzuki/")), "/tsuzuki/session");
    /// assert_eq!(Route::Home.path(&Base::new("/tsuzuki/")), "/tsuzuki/");
    /// ```
    pub fn path(&self, base: &Base) -> String {
        format!("{}{}", base.as_str(), self.below_base())
    }

    /// The page at an address: a path, with or without query, fragment and last slash. `None` when there is none.
    ///
    /// ```
    /// use tsuzuki::route::{Base, Route};
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
                .find(|route| route.below_base() == below)
                .cloned()
                .or_else(|| ListPlace::parse(below).map(Self::List)),
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
            [
                "/",
                "/session",
                "/console",
                "/login",
                "/login/token",
                "/requests",
                "/edits",
                "/history",
                "/transfer"
            ]
        );
    }

    #[test]
    fn every_route_round_trips_under_every_base() {
        for base in ["/", "/tsuzuki/", "/a/b/"].map(Base::new) {
            for route in Route::ALL {
                let path = route.path(&base);
                assert_eq!(Route::parse(&path, &base).as_ref(), Some(route), "{path}");
                assert_eq!(
                    Route::parse(&format!("{path}?a=/x#/b"), &base).as_ref(),
                    Some(route),
                    "{path}"
                );
                assert_eq!(
                    Route::parse(path.trim_end_matches('/'), &base).as_ref(),
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

    #[test]
    fn lists_stand_where_they_stand_on_anilist_s_site() {
        let base = Base::new("/tsuzuki/");
        let list = |user: &str, kind, section: &str| {
            Route::List(ListPlace {
                user: user.to_owned(),
                kind,
                section: section.to_owned(),
            })
        };
        for (path, route) in [
            (
                "/tsuzuki/user/kaede/animelist",
                list("kaede", MediaType::Anime, ""),
            ),
            (
                "/tsuzuki/user/kaede/mangalist/Reading",
                list("kaede", MediaType::Manga, "Reading"),
            ),
            (
                "/tsuzuki/user/kaede/animelist/With%20friends%2F2",
                list("kaede", MediaType::Anime, "With%20friends%2F2"),
            ),
        ] {
            assert_eq!(route.path(&base), path);
            assert_eq!(Route::parse(path, &base), Some(route.clone()), "{path}");
            assert_eq!(
                Route::parse(&format!("{path}/?sort=score"), &base),
                Some(route),
                "{path}"
            );
        }
        assert_eq!(
            Route::parse("/tsuzuki/user/kaede/AnimeList/watching", &base),
            Some(list("kaede", MediaType::Anime, "watching"))
        );
        for address in [
            "/tsuzuki/user",
            "/tsuzuki/user//animelist",
            "/tsuzuki/user/kaede",
            "/tsuzuki/user/kaede/novellist",
            "/tsuzuki/user/kaede/animelist/a/b",
        ] {
            assert_eq!(Route::parse(address, &base), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn any_user_and_section_round_trip(user in ".{1,20}", section in "[A-Za-z%~]{0,20}") {
            let base = Base::new("/x/");
            let route = Route::List(ListPlace { user, kind: MediaType::Anime, section });
            prop_assert_eq!(Route::parse(&route.path(&base), &base), Some(route));
        }

        #[test]
        fn any_address_is_read(address in any::<String>(), base in any::<String>()) {
            let _ = Route::parse(&address, &Base::new(&base));
        }
    }
}
