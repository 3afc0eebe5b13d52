//! Who is signed in.

use super::{NoVariables, Operation};
use crate::api::wire::user::ViewerData;
use crate::domain::{UserId, Viewer};

/// Who is signed in, with settings and figures for the home and session pages. Needs a token.
#[derive(Debug)]
pub struct ViewerQuery;

impl Operation for ViewerQuery {
    const NAME: &'static str = "Viewer";
    const QUERY: &'static str = include_str!("../graphql/viewer.graphql");
    type Variables = NoVariables;
    type Data = ViewerData;
    type Output = Viewer;

    fn output(data: ViewerData) -> Option<Viewer> {
        data.viewer.take()?.into_domain()
    }
}

/// Whose token this is and nothing else: the probe that is made once before a session ends. Needs a token.
#[derive(Debug)]
pub struct ViewerIdQuery;

impl Operation for ViewerIdQuery {
    const NAME: &'static str = "ViewerId";
    const QUERY: &'static str = include_str!("../graphql/viewer_id.graphql");
    // The answer is about the token, and only this one's.
    const KEPT: bool = false;
    const BATCH: bool = false;
    type Variables = NoVariables;
    type Data = ViewerData;
    type Output = UserId;

    fn output(data: ViewerData) -> Option<UserId> {
        data.viewer.take()?.id.take()
    }
}
