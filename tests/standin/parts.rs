//! The stand-in's parts. The program and the native tests load this file by path, so that both see the same modules.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test tool may stop at what cannot happen"
)]

pub(crate) mod api;
pub(crate) mod cli;
pub(crate) mod clock;
pub(crate) mod control;
pub(crate) mod data;
pub(crate) mod edits;
pub(crate) mod envelope;
pub(crate) mod facets;
pub(crate) mod faults;
pub(crate) mod favourites;
pub(crate) mod filter;
pub(crate) mod graphql;
pub(crate) mod hostile;
pub(crate) mod http;
pub(crate) mod images;
pub(crate) mod journal;
pub(crate) mod limiter;
pub(crate) mod lists;
pub(crate) mod mutation;
pub(crate) mod oauth;
pub(crate) mod pages;
pub(crate) mod partial;
pub(crate) mod people;
pub(crate) mod profile;
pub(crate) mod random;
pub(crate) mod resolve;
pub(crate) mod resolve_list;
pub(crate) mod resolve_media;
pub(crate) mod run;
pub(crate) mod score;
pub(crate) mod server;
pub(crate) mod settings;
pub(crate) mod site;
pub(crate) mod state;
pub(crate) mod titles;
pub(crate) mod tokens;
