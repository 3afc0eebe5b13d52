//! A local stand-in for AniList: its OAuth pages, its GraphQL API and its picture host, for this project's tests and
//! for anybody who writes an AniList client. `README.md` beside this file says how to use it.
//!
//! It is strict where AniList is strict:
//! - login, consent (Approve, Deny), at once back for who approved before; one registered redirect URL a client;
//!   the answer in the fragment in the order access_token, token_type, expires_in, state; the Auth Pin page;
//! - `redirect_uri` with `response_type=token` is refused, as are unknown clients and types, with bare JSON;
//! - the code grant with an exact `redirect_uri`, a secret, and a token endpoint without CORS;
//! - RS256 tokens with AniList's header and claim types, good for 365 days, without scopes, refresh or revocation
//!   endpoint; a dead one is 400 "Invalid token" on every request, none where one is needed is 401 "Unauthorized.";
//! - any valid document over `tests/schema/anilist.graphql`, introspection too, at most 500 selected fields; `perPage` at
//!   most 50; `total` and `lastPage` that mean nothing; chunks of lists, hidden and private entries, at most 11,000;
//! - edits of list entries, favourites and settings that stay; values out of bounds are 400 "validation" with sentences
//!   for each argument; texts end at the first character of four bytes; a toggled favourite is not told to be one;
//! - errors with status and the place of the alias, without path; one failing field leaves the others;
//! - 30 requests a minute and a burst limit for each address, then 429 without any CORS header; 403 to whoever sends
//!   no `Referer`; a preflight that allows only the headers AniList allows;
//! - sites served as GitHub Pages does.
//!
//! What it does not imitate:
//! - whatever the schema file leaves out (characters, staff, relations, reviews, activities, forum …);
//! - what an edit does beside what it says: no activity is made, no status follows from progress, no score from advanced
//!   scores. The status of a new entry that was given none, of an answer about somebody else's entry, and of one about an
//!   entry that is gone are guesses;
//! - whether introspection counts as selected fields: here it does not;
//! - whether AniList looks at a request before or after the login: here bad ones are refused before;
//! - the size of the burst limit, whether preflights count, and how long one may be cached: nobody has published it;
//! - the body of an answer to something that is not JSON or not POST: no record of one was at hand;
//! - the rule "one data field per Page", `sort` of statistics, followers, hiding of adult titles;
//! - `search` that forgives spelling, Cloudflare's real challenge, compression of answers, HTTP/2;
//! - passwords, CSRF tokens, and secrecy: the signing key follows from the seed, and the control endpoint is open to
//!   everybody. It listens on 127.0.0.1 only and must stay there.
#[cfg(not(target_arch = "wasm32"))]
#[path = "parts.rs"]
mod parts;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use std::io::Write as _;
    match parts::cli::main() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            let _ = writeln!(std::io::stderr(), "{problem}");
            std::process::ExitCode::FAILURE
        }
    }
}

// The package's examples are built for the browser too.
#[cfg(target_arch = "wasm32")]
fn main() {}
