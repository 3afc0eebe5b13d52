//! Tabs, a store, a person, another device and a network that fails, in simulated time.

mod faults;
mod network;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::domain::{EntryValues, MediaId, SavedEntry, UserId};
use tsuzuki::outbox::bulk::{self, BulkJob, JobId, Setting};
use tsuzuki::outbox::journal::{Record, RecordId};
use tsuzuki::outbox::{
    self, Batch, Change, Key, LATE_MS, Outcome, PendingEdit, READ_VALID_MS, Reply, Sender, Situation,
    Snapshot, State, Step, Write,
};

use super::anilist::{AniList, Author, Slot, entry_slots};
use super::oracle::{Oracle, Told};
use super::wanted::writes;
use crate::chance::Random;
use faults::{FAULTS, Fault};

pub(crate) const START: u64 = 1_700_000_000_000;
const TIMEOUT_MS: u64 = 20_000;
/// In one of so many schedules the device sleeps for an hour, once or twice.
const NIGHTS: u64 = 5;

#[derive(Debug, Clone)]
enum Ask {
    Read(UserId, Vec<MediaId>),
    Write(Batch),
    ReadSetting(UserId, JobId),
    WriteSetting(UserId, JobId, Setting),
}

impl Ask {
    fn account(&self) -> UserId {
        match self {
            Ask::Read(account, _) | Ask::ReadSetting(account, _) | Ask::WriteSetting(account, ..) => *account,
            Ask::Write(batch) => batch.account,
        }
    }
}

#[derive(Debug, Clone)]
enum Answer {
    Read(Vec<tsuzuki::domain::EntryNow>),
    Write(Vec<Outcome>),
    Setting(Setting),
    Done,
}

struct Flying {
    ask: Ask,
    tab: usize,
    epoch: u32,
    /// In which turn of its tab it was asked.
    turn: u32,
    requested_at: u64,
    /// Upon which reading it writes, and on behalf of what.
    read_tick: u64,
    read_time: u64,
    intents: BTreeMap<(Key, Slot), Option<Told>>,
    favourites: BTreeMap<Key, bool>,
    fault: Fault,
    answer: Result<Answer, ApiError>,
    tick: u64,
    arrived_at: u64,
    answers: bool,
}

/// What a tab's list says of a work, and since when.
#[derive(Clone, Default)]
pub(crate) struct Known {
    pub(crate) entry: Option<SavedEntry>,
    pub(crate) favourite: bool,
    pub(crate) tick: u64,
}

#[derive(Default)]
pub(crate) struct Tab {
    pub(crate) alive: bool,
    epoch: u32,
    /// While its page lies in the back/forward cache: until when.
    left_until: Option<u64>,
    /// Counts its turns to send. Whatever belongs to an earlier one was interrupted.
    turn: u32,
    sender: Sender,
    reading_tick: u64,
    /// When AniList was read.
    reading_time: u64,
    busy: bool,
    pub(crate) hidden: bool,
    pub(crate) list: BTreeMap<Key, Known>,
    /// Edits that this tab still shows as waiting and that another one has saved.
    pub(crate) unheard: BTreeMap<Key, Unheard>,
}

/// A saved edit that a tab has not heard of.
#[derive(Clone)]
pub(crate) struct Unheard {
    pub(crate) edit: PendingEdit,
    /// What the list says once it is heard of.
    pub(crate) entry: Option<Option<SavedEntry>>,
    pub(crate) favourite: Option<bool>,
    pub(crate) tick: u64,
}

impl Known {
    /// Takes in what became of an edit.
    pub(crate) fn take(&mut self, entry: Option<&Option<SavedEntry>>, favourite: Option<bool>, tick: u64) {
        if let Some(entry) = entry {
            (self.entry, self.tick) = (entry.clone(), tick);
        }
        if let Some(favourite) = favourite {
            (self.favourite, self.tick) = (favourite, tick);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Pass(usize, u32),
    Send(usize),
    Arrive(usize),
    Answer(usize),
    Person,
    Device,
    Kill(usize),
    Open(usize),
    /// The page is left, and may come back as it was.
    Leave(usize),
    Return(usize, u32),
    Expire,
    Login,
    Switch,
    Sleep,
}

impl Event {
    /// Whether it happens on this device, which may be asleep.
    fn is_here(self) -> bool {
        !matches!(
            self,
            Event::Arrive(_) | Event::Device | Event::Expire | Event::Login
        )
    }
}

/// What the schedules of a run have that others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// Pages are left and come back as they were.
    Leaving,
    /// A tab hears late, or only when it looks, that another one has saved an edit.
    HearingLate,
}

pub(crate) struct World {
    kind: Kind,
    pub(crate) random: Random,
    pub(crate) now: u64,
    pub(crate) anilist: AniList,
    pub(crate) oracle: Oracle,
    pub(crate) edits: BTreeMap<Key, PendingEdit>,
    pub(crate) records: BTreeMap<String, Record>,
    pub(crate) runs: BTreeMap<String, BulkJob>,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) accounts: Vec<UserId>,
    pub(crate) media: Vec<MediaId>,
    pub(crate) active: usize,
    signed_in: Vec<bool>,
    valid: Vec<bool>,
    has_locks: bool,
    /// Whether every event is printed.
    traces: bool,
    fault_percent: u64,
    /// Until when the device sleeps, and what chance picks as it wakes up.
    asleep_until: u64,
    nights: Random,
    flying: Vec<Flying>,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    counter: u64,
    /// When what was sent at a time was carried out.
    applied: BTreeMap<(Key, u64), u64>,
    /// When AniList had said what a conflict is about.
    pub(crate) conflicts: BTreeMap<Key, u64>,
    /// When AniList had said what a record says.
    pub(crate) recorded: BTreeMap<(UserId, RecordId), u64>,
}

impl World {
    pub(crate) fn new(seed: u64, kind: Kind) -> Self {
        let mut random = Random(seed);
        let accounts: Vec<UserId> = (1..=2).filter_map(UserId::new).collect();
        let media: Vec<MediaId> = (1..=5).filter_map(MediaId::new).collect();
        let tabs = 1 + random.below(2) as usize;
        let mut world = Self {
            kind,
            now: START,
            anilist: AniList::default(),
            oracle: Oracle::default(),
            edits: BTreeMap::new(),
            records: BTreeMap::new(),
            runs: BTreeMap::new(),
            tabs: (0..tabs).map(|_| Tab::default()).collect(),
            active: 0,
            signed_in: vec![true; accounts.len()],
            valid: vec![true; accounts.len()],
            accounts,
            media,
            traces: std::env::var_os("OUTBOX_SEED").is_some(),
            has_locks: random.below(6) > 0,
            fault_percent: [0, 10, 30, 60][random.below(4) as usize],
            asleep_until: 0,
            // Of their own, so that a schedule without a night is what it was before there were any.
            nights: Random(!seed),
            flying: Vec::new(),
            events: BinaryHeap::new(),
            counter: 0,
            applied: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            recorded: BTreeMap::new(),
            random,
        };
        for key in world.keys() {
            if world.random.below(3) > 0 {
                let values = world.some_values();
                world.anilist.put(key, Author::Foreign, values, START - 1_000_000);
            }
        }
        for account in world.accounts.clone() {
            let before = Setting(vec![(tsuzuki::domain::ListStatus::Planning, true)]);
            world.anilist.settings.insert(account, before);
        }
        for tab in 0..tabs {
            world.open(tab);
        }
        world.schedule();
        if seed.is_multiple_of(NIGHTS) {
            for _ in 0..=world.nights.below(2) {
                let at = world.now + world.nights.below(120_000);
                world.at(at, Event::Sleep);
            }
        }
        world
    }

    fn schedule(&mut self) {
        let spread = [20_000, 120_000, 600_000][self.random.below(3) as usize];
        let count = |random: &mut Random, most: u64| random.below(most);
        let plan = [
            (8 + count(&mut self.random, 30), Event::Person),
            (count(&mut self.random, 12), Event::Device),
            (count(&mut self.random, 2), Event::Expire),
            (count(&mut self.random, 3), Event::Switch),
        ];
        for (times, event) in plan {
            for _ in 0..times {
                let at = self.now + self.random.below(spread);
                self.at(at, event);
            }
        }
        for _ in 0..self.random.below(4) {
            let tab = self.random.below(self.tabs.len() as u64) as usize;
            let at = self.now + self.random.below(spread);
            self.at(at, Event::Kill(tab));
        }
        let leavings = match self.kind {
            Kind::Leaving => self.random.below(6),
            Kind::Plain | Kind::HearingLate => 0,
        };
        for _ in 0..leavings {
            let tab = self.random.below(self.tabs.len() as u64) as usize;
            let at = self.now + self.random.below(spread);
            self.at(at, Event::Leave(tab));
        }
    }

    /// Lets everything happen, then lets it come to rest without faults.
    pub(crate) fn run(&mut self) {
        self.pump(u64::MAX);
        self.fault_percent = 0;
        for round in 0..self.accounts.len() {
            self.active = round;
            for account in 0..self.accounts.len() {
                (self.signed_in[account], self.valid[account]) = (true, true);
            }
            for tab in 0..self.tabs.len() {
                if !self.tabs[tab].alive {
                    self.open(tab);
                }
            }
            for run in self.all_runs() {
                self.put_run(&run.resume());
            }
            self.wake_all();
            self.pump(u64::MAX);
        }
    }

    fn pump(&mut self, until: u64) {
        let mut events = 0;
        while let Some(Reverse((at, _, event))) = self.events.pop() {
            assert!(at <= until);
            events += 1;
            assert!(events < 20_000, "it never comes to rest");
            if at < self.asleep_until && event.is_here() {
                self.at(self.asleep_until, event);
                continue;
            }
            self.now = at;
            if self.traces {
                println!("{} {event:?}", at - START);
            }
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Pass(tab, epoch) => self.pass(tab, epoch),
            Event::Send(flying) => self.send(flying),
            Event::Arrive(flying) => self.arrive(flying),
            Event::Answer(flying) => self.answer(flying),
            Event::Person => self.person(),
            Event::Device => self.device(),
            Event::Kill(tab) => self.kill(tab),
            Event::Open(tab) => self.open(tab),
            Event::Leave(tab) => self.leave(tab),
            Event::Return(tab, epoch) => self.come_back(tab, epoch),
            Event::Expire => {
                let account = self.random.below(self.accounts.len() as u64) as usize;
                self.valid[account] = false;
                let at = self.now + self.random.below(100_000);
                self.at(at, Event::Login);
            }
            Event::Login => {
                for account in 0..self.accounts.len() {
                    (self.valid[account], self.signed_in[account]) = (true, true);
                }
                self.wake_all();
            }
            Event::Sleep => self.sleep(),
            Event::Switch => {
                self.active = (self.active + 1) % self.accounts.len();
                self.wake_all();
            }
        }
    }

    /// The device sleeps for an hour, with requests on their way. As it wakes up, each has an answer that is as old, or
    /// its connection is gone.
    fn sleep(&mut self) {
        self.asleep_until = self.now + 3_600_000;
        for flying in &mut self.flying {
            if self.nights.below(2) == 0 && flying.fault == Fault::None {
                flying.fault = Fault::DropAfter;
            }
        }
    }

    fn at(&mut self, time: u64, event: Event) {
        self.counter += 1;
        self.events.push(Reverse((time, self.counter, event)));
    }

    pub(crate) fn keys(&self) -> Vec<Key> {
        let key = |account: &UserId, media: &MediaId| Key {
            account: *account,
            media: *media,
        };
        let accounts = self.accounts.iter();
        accounts
            .flat_map(|account| self.media.iter().map(move |media| key(account, media)))
            .collect()
    }

    // The store.

    pub(crate) fn edit(&self, key: Key) -> Option<PendingEdit> {
        self.edits.get(&key).cloned()
    }

    pub(crate) fn all_edits(&self) -> Vec<PendingEdit> {
        self.edits.values().cloned().collect()
    }

    pub(crate) fn put_edit(&mut self, key: Key, edit: Option<PendingEdit>) {
        if let Some(edit) = &edit {
            assert_eq!(edit.key, key);
        }
        if self.traces {
            println!("  edit {key:?} {edit:?}");
        }
        if !matches!(
            edit.as_ref().map(|edit| &edit.state),
            Some(State::Conflict { .. })
        ) {
            self.conflicts.remove(&key);
        }
        // Who waits for an edit anew has heard of it.
        if edit.is_some() {
            self.tabs
                .iter_mut()
                .for_each(|tab| drop(tab.unheard.remove(&key)));
        }
        match edit {
            Some(edit) => {
                let stored = PendingEdit::parse(&edit.to_text()).expect("a stored edit is read");
                assert_eq!(stored, edit);
                self.edits.insert(key, stored)
            }
            None => {
                self.oracle.ended(key);
                self.edits.remove(&key)
            }
        };
    }

    pub(crate) fn all_records(&self) -> Vec<Record> {
        self.records.values().cloned().collect()
    }

    fn put_record(&mut self, record: &Record, tick: u64) {
        self.recorded.insert((record.account, record.id), tick);
        self.records.insert(record.id.key(record.account), record.clone());
        assert_eq!(Record::parse(&record.to_text()).as_ref(), Some(record));
    }

    pub(crate) fn all_runs(&self) -> Vec<BulkJob> {
        self.runs.values().cloned().collect()
    }

    pub(crate) fn put_run(&mut self, run: &BulkJob) {
        if self.traces {
            println!("  run {run:?}");
        }
        assert_eq!(BulkJob::parse(&run.to_text()).as_ref(), Some(run));
        self.runs.insert(run.id.key(run.account), run.clone());
    }

    fn change_run(&mut self, id: JobId, change: &dyn Fn(BulkJob) -> BulkJob) {
        if let Some(run) = self.all_runs().into_iter().find(|run| run.id == id) {
            self.put_run(&change(run));
        }
    }

    // The tabs.

    fn open(&mut self, tab: usize) {
        let epoch = self.tabs[tab].epoch;
        self.tabs[tab] = Tab {
            alive: true,
            epoch,
            ..Tab::default()
        };
        self.refresh(tab);
        self.wake_all();
    }

    /// The tab loads its list anew.
    pub(crate) fn refresh(&mut self, tab: usize) {
        self.anilist.tick += 1;
        self.tabs[tab].unheard.clear();
        for key in self.keys() {
            let known = Known {
                entry: self.anilist.entry(key).cloned(),
                favourite: self.anilist.favourite(key),
                tick: self.anilist.tick,
            };
            self.tabs[tab].list.insert(key, known);
        }
    }

    fn kill(&mut self, tab: usize) {
        if self.tabs[tab].alive {
            self.tabs[tab].alive = false;
            self.tabs[tab].epoch += 1;
            let at = self.now + self.random.below(60_000);
            self.at(at, Event::Open(tab));
            self.wake_all();
        }
    }

    /// The lock goes to another page at once; what was not sent yet never is, and nothing is heard until the page is back.
    fn leave(&mut self, tab: usize) {
        if !self.tabs[tab].alive || self.tabs[tab].left_until.is_some() {
            return;
        }
        let until = self.now + 1 + self.random.below(200_000);
        let left = &mut self.tabs[tab];
        left.left_until = Some(until);
        left.turn += 1;
        left.busy = false;
        let epoch = left.epoch;
        self.at(until, Event::Return(tab, epoch));
        self.wake_all();
    }

    fn come_back(&mut self, tab: usize, epoch: u32) {
        if self.tabs[tab].epoch == epoch {
            self.tabs[tab].left_until = None;
            self.tabs[tab].sender.begin();
            self.wake_all();
        }
    }

    pub(crate) fn wake_all(&mut self) {
        for tab in 0..self.tabs.len() {
            let epoch = self.tabs[tab].epoch;
            self.at(self.now, Event::Pass(tab, epoch));
        }
    }

    pub(crate) fn some_values(&mut self) -> EntryValues {
        let mut values = EntryValues::default();
        for _ in 0..3 {
            let value = self.random.value(&values);
            values.set(value);
        }
        values
    }
}
