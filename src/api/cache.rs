//! Which answers this browser keeps, for how long, and which one is thrown away first.
//!
//! Answers are kept as the bytes that came, one for each account, operation and set of variables. An answer is shown at
//! once however old it is; unless it is fresh, AniList is asked beside it. This module knows only when each was asked
//! and how large it is; the bytes are the browser layer's business.

use std::collections::{BTreeSet, HashMap};

/// Most bytes that are kept, all accounts together.
pub const MAX_BYTES: usize = 48 * 1024 * 1024;
/// Changes when kept answers can no longer be read: the store is then dropped.
pub const VERSION: u32 = 1;

/// What an answer is the answer to.
///
/// ```
/// use tsuzuki::api::cache::Key;
/// let key = Key::new(Some(5001), "Viewer", "query Viewer { Viewer { id } }", "{}");
/// assert_eq!(Key::parse(key.as_str()).unwrap().account(), Some(5001));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The key of an operation asked as `account`. The document is part of it, so an answer to an older form of it is
    /// never taken for one to this.
    pub fn new(account: Option<u64>, operation: &str, document: &str, variables: &str) -> Self {
        let account = account.map(|id| id.to_string()).unwrap_or_default();
        Self(format!(
            "{account}/{operation}/{:08x}/{variables}",
            fingerprint(document)
        ))
    }

    /// Takes a stored key; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let key = Self(text.to_owned());
        let parts = text.splitn(4, '/').count();
        let account = text.split('/').next()?;
        (parts == 4 && (account.is_empty() || account.parse::<u64>().is_ok())).then_some(key)
    }

    /// What every key of an account begins with.
    pub fn prefix(account: Option<u64>) -> String {
        account.map(|id| id.to_string()).unwrap_or_default() + "/"
    }

    /// The text it is stored under.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whose answer it is; `None` for one to somebody who was not signed in.
    pub fn account(&self) -> Option<u64> {
        self.0.split('/').next()?.parse().ok()
    }

    /// Name of the operation.
    pub fn operation(&self) -> &str {
        self.0.split('/').nth(1).unwrap_or_default()
    }
}

/// FNV-1a, which is enough to tell two forms of one document apart.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// What is known of a kept answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamp {
    /// When it was asked, in milliseconds since 1970.
    pub asked_at: u64,
    /// When it was last looked at.
    pub used_at: u64,
    /// Its size in bytes.
    pub bytes: usize,
    /// Whether something has happened since that makes it out of date.
    pub outdated: bool,
}

impl Stamp {
    /// Reads what [`Stamp::to_text`] wrote.
    ///
    /// ```
    /// use tsuzuki::api::cache::Stamp;
    /// let stamp = Stamp { asked_at: 1, used_at: 2, bytes: 3, outdated: true };
    /// assert_eq!(Stamp::parse(&stamp.to_text()), Some(stamp));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut number = || parts.next()?.parse().ok();
        Some(Self {
            asked_at: number()?,
            used_at: number()?,
            bytes: usize::try_from(number()?).ok()?,
            outdated: number()? != 0,
        })
    }

    /// The text it is stored as.
    pub fn to_text(&self) -> String {
        format!(
            "{} {} {} {}",
            self.asked_at,
            self.used_at,
            self.bytes,
            u8::from(self.outdated)
        )
    }

    /// Whether it needs no asking again: not older than `fresh_ms`, and not from a clock that was ahead.
    pub fn is_fresh(&self, now: u64, fresh_ms: u64) -> bool {
        !self.outdated && now.checked_sub(self.asked_at).is_some_and(|age| age < fresh_ms)
    }
}

/// Where answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The database is being opened.
    Opening,
    /// In the browser's database.
    Database,
    /// In the browser's database, whose content could not be used and was dropped.
    Renewed,
    /// In this tab's memory: the browser keeps no database for this page.
    Absent,
    /// In this tab's memory: the browser's storage is full.
    Full,
}

impl Place {
    /// What a person is told about it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Opening => "The browser’s database is being opened.",
            Self::Database => {
                "Kept in this browser’s database until you log out or newer ones need the room."
            }
            Self::Renewed => {
                "What was kept of AniList’s answers was damaged or came from another version of Tsuzuki, so it was dropped. AniList is asked again."
            }
            Self::Absent => {
                "This browser keeps no database for this page, so answers last until this tab is closed."
            }
            Self::Full => {
                "The browser’s storage is full, so answers last until this tab is closed. Remove data of this site or of others on the same host to keep them."
            }
        }
    }

    /// Whether a person is told without asking.
    pub fn is_news(self) -> bool {
        matches!(self, Self::Renewed | Self::Full)
    }
}

/// All kept answers.
#[derive(Debug, Clone, Default)]
pub struct Index {
    stamps: HashMap<Key, Stamp>,
    /// By account and operation: answers to what was asked before these times are out of date, whenever they come.
    barriers: HashMap<(Option<u64>, String), u64>,
}

impl Index {
    /// The answer's stamp, which counts as a look at it.
    pub fn look(&mut self, key: &Key, now: u64) -> Option<Stamp> {
        let stamp = self.stamps.get_mut(key)?;
        stamp.used_at = now;
        Some(*stamp)
    }

    /// Whether an answer to what was asked at `asked_at` may be kept: nothing newer is there, and nothing has happened
    /// since that it cannot know of.
    pub fn accepts(&self, key: &Key, asked_at: u64) -> bool {
        let newer = self.stamps.get(key).is_some_and(|kept| kept.asked_at > asked_at);
        let barrier = self.barriers.get(&(key.account(), key.operation().to_owned()));
        let outdated = barrier.is_some_and(|&barrier| barrier > asked_at);
        !newer && !outdated
    }

    /// Notes a kept answer, if [`Index::accepts`] it, and gives the keys that must go to make room.
    pub fn keep(&mut self, key: &Key, stamp: Stamp) -> Option<Vec<Key>> {
        if !self.accepts(key, stamp.asked_at) || stamp.bytes > MAX_BYTES {
            return None;
        }
        self.stamps.insert(key.clone(), stamp);
        Some(self.shrink_to(MAX_BYTES, Some(key)))
    }

    /// Forgets the answers that were not looked at for longest until the others fit into `bytes`; gives their keys.
    pub fn shrink_to(&mut self, bytes: usize, except: Option<&Key>) -> Vec<Key> {
        let mut oldest: Vec<_> = self
            .stamps
            .iter()
            .map(|(key, stamp)| (stamp.used_at, key.clone()))
            .collect();
        oldest.sort_unstable();
        let mut gone = Vec::new();
        let mut total = self.bytes();
        for (_, key) in oldest {
            if total <= bytes {
                break;
            }
            if Some(&key) != except {
                total -= self.stamps.remove(&key).map_or(0, |stamp| stamp.bytes);
                gone.push(key);
            }
        }
        gone
    }

    /// Something changed at `now`: the account's answers to these operations are out of date, the kept ones and those
    /// that are still under way.
    pub fn outdate(&mut self, account: Option<u64>, operations: &[&str], now: u64) -> Vec<Key> {
        let names = operations
            .iter()
            .map(|&operation| (account, operation.to_owned()));
        self.barriers.extend(names.map(|name| (name, now)));
        let mut outdated = Vec::new();
        for (key, stamp) in &mut self.stamps {
            if key.account() == account && operations.contains(&key.operation()) {
                stamp.outdated = true;
                outdated.push(key.clone());
            }
        }
        outdated
    }

    /// Takes over what is known of an answer that another page has kept.
    pub fn learn(&mut self, key: Key, stamp: Stamp) {
        if self.accepts(&key, stamp.asked_at) {
            self.stamps.insert(key, stamp);
        }
    }

    /// Forgets an answer.
    pub fn forget(&mut self, key: &Key) {
        self.stamps.remove(key);
    }

    /// Forgets every answer of an account; gives their keys.
    pub fn forget_account(&mut self, account: Option<u64>) -> Vec<Key> {
        self.stamps
            .extract_if(|key, _| key.account() == account)
            .map(|(key, _)| key)
            .collect()
    }

    /// The accounts that answers are kept of; `None` for what was asked without one.
    pub fn accounts(&self) -> BTreeSet<Option<u64>> {
        self.stamps.keys().map(Key::account).collect()
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.stamps.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.stamps.is_empty()
    }

    /// Their size together.
    pub fn bytes(&self) -> usize {
        self.stamps.values().map(|stamp| stamp.bytes).sum()
    }
}
