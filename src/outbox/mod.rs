//! Changes of a person's list on their way to AniList: kept before they are confirmed, sent in the background, never
//! sent over a change of somebody else without saying so.
//!
//! Pure. A driver carries out what is decided here: it stores edits, holds the lock that lets one tab send, and makes
//! requests. An edit is one for each account and work ([`Key`]), and every function that changes one takes what is
//! stored now and gives what is to be stored instead, so that tabs never overwrite each other's newer edits when they
//! call them inside a transaction.
//!
//! 1. [`order`] notes what the person wants, merged with what they wanted before. What comes back to what AniList has
//!    needs no request at all.
//! 2. [`Sender::next`] says what comes next. Every round begins with reading the entries again.
//! 3. [`Sender::decide`] compares each edit with what was read: already there, to be written, or in conflict. What is
//!    to be written gets a mark ([`Sent`]) in the store *before* it is sent.
//! 4. [`reconcile`] takes AniList's reply. Without a clear one the mark stays, and no reading from
//!    before [`LATE_MS`] have passed counts: until then AniList may still carry out what it was sent.
//!
//! What this cannot see, because AniList writes without conditions: a change made elsewhere between the reading and the
//! write that follows it within [`READ_VALID_MS`]; and, of a write whose answer was lost, that somebody undid it before
//! it was read again, where AniList keeps no time of it (a favourite, an entry that was just created).

mod batch;
pub mod bulk;
mod decide;
pub mod draft;
mod edit;
pub mod edit_description;
mod intent;
pub mod journal;
mod merge;
mod reconcile;
pub mod record;
mod resolve;
mod sender;
pub(crate) mod stored;
mod sync_status;

pub use batch::{Batch, Decided, Write};
pub use decide::News;
pub use edit::{Change, Favourite, Key, Origin, Origins, PendingEdit, Seen, Sent, State};
pub use intent::{EditIntent, between, order, rebase_on_saved, retry, withdraw};
pub(crate) use reconcile::may_still_happen;
pub use reconcile::{Outcome, Reconciled, Reply, reconcile};
pub use resolve::{Side, resolve};
pub use sender::{Sender, Situation, Snapshot, Step};
pub use sync_status::{SyncStatus, standing};

/// How long an edit by hand rests before it is sent, in milliseconds: many clicks are one request.
pub const SETTLE_MS: u64 = 2_000;
/// How long after it arrived a reading may be written upon, in milliseconds; what took longer to arrive than a request may
/// take is not written upon at all.
pub const READ_VALID_MS: u64 = 5_000;
/// How long after sending AniList may still carry out a write that was not answered, in milliseconds. An assumption:
/// the network in front of AniList gives up well before.
pub const LATE_MS: u64 = 60_000;
/// From the mark on: a batch may wait for as long as its reading is valid before it is sent.
pub(crate) const UNCLEAR_MS: u64 = READ_VALID_MS + LATE_MS;
/// Most works in one reading: AniList's largest page.
pub const MAX_READ: usize = 50;
/// Most writes in one request: about 17 of the 500 fields that AniList allows go to each.
pub const MAX_WRITES: usize = 20;
/// From how many equal changes on they are written as one.
pub const MIN_GROUP: usize = 3;
/// How often a write is tried again after an answer that explains nothing, before the person is asked.
pub const MAX_TRIES: u8 = 6;
