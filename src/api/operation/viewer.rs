//! Who is signed in, and whose list it is.

use super::{NoVariables, Operation, Variables};
use crate::api::dto::user::{UserData, ViewerData};
use crate::domain::{ListOwner, UserId, Viewer};
use crate::json::Writer;

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
    const IS_CACHED: bool = false;
    const BATCH: bool = false;
    type Variables = NoVariables;
    type Data = ViewerData;
    type Output = UserId;

    fn output(data: ViewerData) -> Option<UserId> {
        data.viewer.take()?.id.take()
    }
}

/// Whose list it is, and how it is arranged. Public, and small enough to go with the list's first chunk.
#[derive(Debug)]
pub struct ListOwnerQuery;

/// Variables of [`ListOwnerQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListOwnerVariables {
    /// The name of the user, in any case.
    pub name: String,
}

impl Variables for ListOwnerVariables {
    fn json(&self) -> Option<String> {
        let mut json = Writer::default();
        json.text("name", &self.name);
        Some(json.finish())
    }
}

impl Operation for ListOwnerQuery {
    const NAME: &'static str = "ListOwner";
    const QUERY: &'static str = include_str!("../graphql/list_owner.graphql");
    type Variables = ListOwnerVariables;
    type Data = UserData;
    type Output = ListOwner;

    fn output(data: UserData) -> Option<ListOwner> {
        data.user.take()?.into_owner()
    }
}
