//! Which answers this browser keeps, for how long, and which one is thrown away first.
//!
//! Answers are kept as the bytes that came, one for each account, operation and set of variables. An answer is shown at
//! once however old it is; unless it is fresh, AniList is asked beside it. This module knows only when each was asked
//! and how large it is; the bytes are the browser layer's business.

/// Most bytes that are kept, all accounts together.
pub const MAX_BYTES: usize = 48 * 1024 * 1024;
/// How much later a look at an answer must be than the last one to be written down: what goes first is decided among days.
const USED_STEP_MS: u64 = 60_000;
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
pub struct CacheMeta {
    /// When it was asked, in milliseconds since 1970.
    pub requested_at: u64,
    /// When it was last looked at.
    pub used_at: u64,
    /// Its size in bytes.
    pub bytes: usize,
    /// Whether something has happened since that makes it out of date.
    pub is_stale: bool,
}

impl CacheMeta {
    /// Reads what [`CacheMeta::to_text`] wrote.
    ///
    /// ```
    /// use tsuzuki::api::cache::CacheMeta;
    /// let meta = CacheMeta { requested_at: 1, used_at: 2, bytes: 3, is_stale: true };
    /// assert_eq!(CacheMeta::parse(&meta.to_text()), Some(meta));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut number = || parts.next()?.parse().ok();
        Some(Self {
            requested_at: number()?,
            used_at: number()?,
            bytes: usize::try_from(number()?).ok()?,
            is_stale: number()? != 0,
        })
    }

    /// The text it is stored as.
    pub fn to_text(&self) -> String {
        format!(
            "{} {} {} {}",
            self.requested_at,
            self.used_at,
            self.bytes,
            u8::from(self.is_stale)
        )
    }

    /// The same, looked at at `now`; nothing while that is not worth writing down.
    #[must_use]
    pub fn looked_at(self, now: u64) -> Option<Self> {
        let is_news = now.saturating_sub(self.used_at) >= USED_STEP_MS;
        is_news.then_some(Self { used_at: now, ..self })
    }

    /// The same after a change at `now`, which it knows of only if it was asked later; then nothing.
    #[must_use]
    pub fn invalidated_at(self, now: u64) -> Option<Self> {
        let is_stale = true;
        (self.requested_at <= now).then_some(Self { is_stale, ..self })
    }

    /// Whether it needs no asking again: not older than `stale_time_ms`, and not from a clock that was ahead.
    pub fn is_fresh(&self, now: u64, stale_time_ms: u64) -> bool {
        !self.is_stale
            && now
                .checked_sub(self.requested_at)
                .is_some_and(|age| age < stale_time_ms)
    }
}

/// Where answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageBackend {
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

impl StorageBackend {
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

/// All kept answers. A few hundred at most, so they are looked for one by one.
#[derive(Debug, Clone, Default)]
pub struct Index {
    kept: Vec<(Key, CacheMeta)>,
    /// By account and operation: answers to what was asked before these times are out of date, whenever they come.
    barriers: Vec<(Option<u64>, String, u64)>,
}

impl Index {
    /// Takes over what a database holds: keys and stamps as texts. Gives the keys of what cannot be read, and so could
    /// neither be found nor thrown away for room.
    pub fn read(&mut self, stored: Vec<(String, String)>) -> Vec<String> {
        let mut unreadable = Vec::new();
        for (key, meta) in stored {
            match (Key::parse(&key), CacheMeta::parse(&meta)) {
                (Some(key), Some(meta)) => {
                    self.learn(&key, meta);
                }
                _ => unreadable.push(key),
            }
        }
        unreadable
    }

    fn get(&self, key: &Key) -> Option<&CacheMeta> {
        self.kept
            .iter()
            .find(|(kept, _)| kept == key)
            .map(|(_, meta)| meta)
    }

    /// What is known of the answer, which counts as a look at it.
    pub fn look(&mut self, key: &Key, now: u64) -> Option<CacheMeta> {
        let (_, meta) = self.kept.iter_mut().find(|(kept, _)| kept == key)?;
        meta.used_at = now;
        Some(*meta)
    }

    /// Whether an answer to what was asked at `requested_at` may be kept: nothing newer is there, and nothing has happened
    /// since that it cannot know of.
    pub fn accepts(&self, key: &Key, requested_at: u64) -> bool {
        let newer = self.get(key).is_some_and(|kept| kept.requested_at > requested_at);
        let is_outdated = self.barriers.iter().any(|(account, operation, barrier)| {
            *account == key.account() && operation == key.operation() && *barrier > requested_at
        });
        !newer && !is_outdated
    }

    /// Notes a kept answer, if [`Index::accepts`] it, and gives the keys that must go to make room.
    pub fn keep(&mut self, key: &Key, meta: CacheMeta) -> Option<Vec<Key>> {
        if meta.bytes > MAX_BYTES || !self.learn(key, meta) {
            return None;
        }
        Some(self.shrink_to(MAX_BYTES, Some(key)))
    }

    /// Takes over what is known of an answer that another page has kept. False when this one knows better.
    pub fn learn(&mut self, key: &Key, meta: CacheMeta) -> bool {
        let accepted = self.accepts(key, meta.requested_at);
        if accepted {
            self.kept.retain(|(kept, _)| kept != key);
            self.kept.push((key.clone(), meta));
        }
        accepted
    }

    /// Forgets the answers that were not looked at for longest until the others fit into `bytes`; gives their keys.
    pub fn shrink_to(&mut self, bytes: usize, except: Option<&Key>) -> Vec<Key> {
        let mut gone = Vec::new();
        while self.bytes() > bytes {
            let others = self
                .kept
                .iter()
                .enumerate()
                .filter(|(_, (key, _))| Some(key) != except);
            let Some((oldest, _)) = others.min_by_key(|(_, (_, meta))| meta.used_at) else {
                break;
            };
            gone.push(self.kept.swap_remove(oldest).0);
        }
        gone
    }

    /// Something changed at `now`: the account's answers to these operations are out of date, the kept ones and those
    /// that are still under way.
    pub fn invalidate(&mut self, account: Option<u64>, operations: &[&str], now: u64) -> Vec<Key> {
        for &operation in operations {
            self.barriers
                .retain(|(of, name, _)| (*of, name.as_str()) != (account, operation));
            self.barriers.push((account, operation.to_owned(), now));
        }
        let concerned = |key: &Key| key.account() == account && operations.contains(&key.operation());
        let mut invalidated = Vec::new();
        for (key, meta) in self.kept.iter_mut().filter(|(key, _)| concerned(key)) {
            meta.is_stale = true;
            invalidated.push(key.clone());
        }
        invalidated
    }

    /// Forgets every answer of an account; gives their keys.
    pub fn forget_account(&mut self, account: Option<u64>) -> Vec<Key> {
        let gone = self.kept.extract_if(.., |(key, _)| key.account() == account);
        gone.map(|(key, _)| key).collect()
    }

    /// Forgets every answer of accounts other than these, and keeps what was asked without one; gives their keys.
    pub fn forget_strangers(&mut self, known: &[u64]) -> Vec<Key> {
        let strange = |key: &Key| key.account().is_some_and(|id| !known.contains(&id));
        self.kept
            .extract_if(.., |(key, _)| strange(key))
            .map(|(key, _)| key)
            .collect()
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Their size together.
    pub fn bytes(&self) -> usize {
        self.kept.iter().map(|(_, meta)| meta.bytes).sum()
    }
}
