//! The root of what changes things. Fields are carried out in their order, each on what the one before has left.

use super::data::World;
use super::edits;
use super::favourites::Favourites;
use super::filter::Args;
use super::profile::UserObject;
use super::resolve::{Context, JsonObject, Resolved, refusal};
use super::resolve_list::ListEntry;
use super::settings;
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use serde_json::json;
use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

/// The root, with the world as the fields so far have left it.
pub(crate) struct Mutation<'r> {
    world: RefCell<Arc<World>>,
    viewer: Option<i64>,
    now: i64,
    image_origin: &'r str,
    /// What the answer of each field is read from: the world right after it.
    after: Vec<OnceCell<Context>>,
    done: Cell<usize>,
}

impl<'r> Mutation<'r> {
    /// `fields` is how many root fields there are at most.
    pub(crate) fn new(
        world: Arc<World>,
        fields: usize,
        viewer: Option<i64>,
        now: i64,
        image_origin: &'r str,
    ) -> Self {
        Self {
            world: RefCell::new(world),
            viewer,
            now,
            image_origin,
            after: (0..fields).map(|_| OnceCell::new()).collect(),
            done: Cell::new(0),
        }
    }

    /// What all fields have left.
    pub(crate) fn into_world(self) -> Arc<World> {
        self.world.into_inner()
    }

    fn change<T>(&self, how: impl FnOnce(&mut World, i64) -> Result<T, FieldError>) -> Result<T, FieldError> {
        let viewer = self.viewer.ok_or_else(|| refusal("Unauthorized."))?;
        how(Arc::make_mut(&mut self.world.borrow_mut()), viewer)
    }

    /// The world as it is now, for the answer of one field.
    fn context(&self, hides_favourites: bool) -> Result<&Context, FieldError> {
        let at = self.done.replace(self.done.get() + 1);
        let slot = self
            .after
            .get(at)
            .ok_or_else(|| refusal("Internal Server Error"))?;
        Ok(slot.get_or_init(|| {
            let world = self.world.borrow().clone();
            let mut context = Context::new(world, self.viewer, self.now, self.image_origin);
            context.hides_favourites = hides_favourites;
            context
        }))
    }

    fn user(&self) -> Result<UserObject<'_>, FieldError> {
        let context = self.context(false)?;
        let user = context.viewer().ok_or_else(|| context.not_found())?;
        Ok(UserObject { context, user })
    }
}

fn entry(context: &Context, id: i64) -> Option<ListEntry<'_>> {
    let entry = context.world.entry(id)?;
    Some(ListEntry { context, entry })
}

fn deleted<'a>() -> ResolvedValue<'a> {
    ResolvedValue::object(JsonObject {
        type_name: "Deleted".to_owned(),
        value: json!({"deleted": true}),
    })
}

impl ObjectValue for Mutation<'_> {
    fn type_name(&self) -> &str {
        "Mutation"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let args = Args(info.arguments());
        match info.field_name() {
            "SaveMediaListEntry" => {
                let id = self.change(|world, viewer| edits::save(world, viewer, args, self.now))?;
                Ok(ResolvedValue::nullable_object(entry(self.context(false)?, id)))
            }
            "UpdateMediaListEntries" => {
                let ids = self.change(|world, viewer| edits::save_several(world, viewer, args, self.now))?;
                let context = self.context(false)?;
                Ok(ResolvedValue::list(ids.into_iter().map(move |id| {
                    ResolvedValue::nullable_object(entry(context, id))
                })))
            }
            "DeleteMediaListEntry" => {
                self.change(|world, viewer| edits::delete(world, viewer, args))?;
                Ok(deleted())
            }
            "DeleteCustomList" => {
                self.change(|world, viewer| settings::delete_custom_list(world, viewer, args))?;
                Ok(deleted())
            }
            "ToggleFavourite" => {
                self.change(|world, viewer| settings::toggle_favourite(world, viewer, args))?;
                let context = self.context(true)?;
                let user = context.viewer().ok_or_else(|| context.not_found())?;
                Ok(ResolvedValue::object(Favourites { context, user }))
            }
            "UpdateUser" => {
                self.change(|world, viewer| settings::update(world, viewer, args))?;
                Ok(ResolvedValue::object(self.user()?))
            }
            _ => Err(self.unknown_field_error(info)),
        }
    }
}
