//! Tabs, a store, a person, another device and a network that fails, in simulated time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::domain::{EntryValues, MediaId, SavedEntry, UserId};
use tsuzuki::model::bulk::{self, Run, RunId, Setting};
use tsuzuki::model::outbox::{
    self, Batch, Change, Edit, Key, LATE_MS, Outcome, Reading, Reply, Sender, Situation, State, Step, Write,
};
use tsuzuki::model::undo::{Record, RecordId};

use super::anilist::{AniList, Author, Slot, entry_slots};
use super::oracle::{Oracle, Told, writes};
use super::random::Random;

pub(crate) const START: u64 = 1_700_000_000_000;
const TIMEOUT_MS: u64 = 20_000;

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Offline,
    DropBefore,
    DropAfter,
    RateLimited,
    Outage,
    ServerBefore,
    ServerAfter,
    /// The gateway gives up, AniList goes on.
    Gateway,
    Truncated,
    /// No answer in time; AniList carries it out later.
    Stall,
    /// AniList carries it out and complains about something without saying what.
    Vague,
}

const FAULTS: [Fault; 11] = [
    Fault::Offline,
    Fault::DropBefore,
    Fault::DropAfter,
    Fault::RateLimited,
    Fault::Outage,
    Fault::ServerBefore,
    Fault::ServerAfter,
    Fault::Gateway,
    Fault::Truncated,
    Fault::Stall,
    Fault::Vague,
];

#[derive(Debug, Clone)]
enum Ask {
    Read(UserId, Vec<MediaId>),
    Write(Batch),
    ReadSetting(UserId, RunId),
    WriteSetting(UserId, RunId, Setting),
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
    asked_at: u64,
    /// Upon which reading it writes, and on behalf of what.
    read_tick: u64,
    intents: BTreeMap<(Key, Slot), Option<Told>>,
    favourites: BTreeMap<Key, bool>,
    fault: Fault,
    answer: Result<Answer, ApiError>,
    tick: u64,
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
    sender: Sender,
    reading_tick: u64,
    busy: bool,
    pub(crate) hidden: bool,
    pub(crate) list: BTreeMap<Key, Known>,
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
    Expire,
    Login,
    Switch,
}

pub(crate) struct World {
    pub(crate) random: Random,
    pub(crate) now: u64,
    pub(crate) anilist: AniList,
    pub(crate) oracle: Oracle,
    pub(crate) edits: BTreeMap<Key, Edit>,
    pub(crate) records: BTreeMap<String, Record>,
    pub(crate) runs: BTreeMap<String, Run>,
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
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let accounts: Vec<UserId> = (1..=2).filter_map(UserId::new).collect();
        let media: Vec<MediaId> = (1..=5).filter_map(MediaId::new).collect();
        let tabs = 1 + random.below(2) as usize;
        let mut world = Self {
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
            Event::Switch => {
                self.active = (self.active + 1) % self.accounts.len();
                self.wake_all();
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

    pub(crate) fn edit(&self, key: Key) -> Option<Edit> {
        self.edits.get(&key).cloned()
    }

    pub(crate) fn all_edits(&self) -> Vec<Edit> {
        self.edits.values().cloned().collect()
    }

    pub(crate) fn put_edit(&mut self, key: Key, edit: Option<Edit>) {
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
        match edit {
            Some(edit) => {
                let stored = Edit::parse(&edit.to_text()).expect("a stored edit is read");
                assert_eq!(stored, edit);
                self.edits.insert(key, stored)
            }
            None => self.edits.remove(&key),
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

    pub(crate) fn all_runs(&self) -> Vec<Run> {
        self.runs.values().cloned().collect()
    }

    pub(crate) fn put_run(&mut self, run: &Run) {
        if self.traces {
            println!("  run {run:?}");
        }
        assert_eq!(Run::parse(&run.to_text()).as_ref(), Some(run));
        self.runs.insert(run.id.key(run.account), run.clone());
    }

    fn change_run(&mut self, id: RunId, change: &dyn Fn(Run) -> Run) {
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

    pub(crate) fn wake_all(&mut self) {
        for tab in 0..self.tabs.len() {
            let epoch = self.tabs[tab].epoch;
            self.at(self.now, Event::Pass(tab, epoch));
        }
    }

    fn may_send(&self, tab: usize) -> bool {
        let first = self.tabs.iter().position(|tab| tab.alive);
        self.tabs[tab].alive && !self.tabs[tab].busy && (!self.has_locks || first == Some(tab))
    }

    fn pass(&mut self, tab: usize, epoch: u32) {
        if self.tabs[tab].epoch != epoch || !self.may_send(tab) {
            return;
        }
        let account = self.accounts[self.active];
        let situation = Situation {
            account: Some(account).filter(|_| self.signed_in[self.active]),
            now: self.now,
            hidden: self.tabs[tab].hidden,
        };
        let edits: Vec<Edit> = self.all_edits();
        let runs = self.all_runs();
        match self.tabs[tab].sender.next(&edits, &runs, situation) {
            Step::Nothing => {}
            Step::Wait(time) => {
                assert!(time > self.now, "a wait for the past");
                self.at(time, Event::Pass(tab, epoch));
            }
            Step::Withdraw(media) => {
                for media in media {
                    let key = Key { account, media };
                    let edit = outbox::withdraw(self.edit(key), self.now);
                    self.oracle.withdrawn(key);
                    self.put_edit(key, edit);
                }
                self.wake_all();
            }
            Step::Read(media) => self.ask(tab, Ask::Read(account, media)),
            Step::Write(media) => self.write(tab, account, &media),
            Step::ReadSetting(run) => self.ask(tab, Ask::ReadSetting(account, run)),
            Step::Finish(run) => {
                self.change_run(run, &bulk::finish);
                self.wake_all();
            }
        }
    }

    fn write(&mut self, tab: usize, account: UserId, media: &[MediaId]) {
        let keys = media.iter().map(|media| Key {
            account,
            media: *media,
        });
        let existing: Vec<Edit> = keys.filter_map(|key| self.edit(key)).collect();
        let marks: BTreeMap<Key, u64> = existing
            .iter()
            .filter_map(|edit| Some((edit.key, edit.sent.as_ref()?.at)))
            .collect();
        let decided = self.tabs[tab].sender.decide(existing, self.now);
        let read_tick = self.tabs[tab].reading_tick;
        for (key, edit) in decided.edits {
            let conflict = matches!(
                edit.as_ref().map(|edit| &edit.state),
                Some(State::Conflict { .. })
            );
            self.put_edit(key, edit);
            if conflict {
                self.oracle.figures.conflicts += 1;
                self.conflicts.insert(key, read_tick);
            }
        }
        for record in decided.records {
            let mark = marks[&record.edit_key()];
            // Where it never arrived, the other device has made the same change.
            let applied = self.applied.get(&(record.edit_key(), mark));
            let tick = applied.copied().unwrap_or(read_tick);
            self.put_record(&record, tick);
        }
        match decided.batch {
            Some(batch) => {
                assert_eq!(batch.account, account);
                self.ask(tab, Ask::Write(batch));
            }
            None => self.wake_all(),
        }
    }

    /// Puts a request on its way. A little later it leaves, if the tab lives.
    fn ask(&mut self, tab: usize, ask: Ask) {
        self.tabs[tab].busy = true;
        let mut flying = Flying {
            tab,
            epoch: self.tabs[tab].epoch,
            asked_at: self.now,
            read_tick: self.tabs[tab].reading_tick,
            intents: BTreeMap::new(),
            favourites: BTreeMap::new(),
            fault: Fault::None,
            answer: Err(ApiError::NoAnswer),
            tick: 0,
            answers: true,
            ask,
        };
        if let Ask::Write(batch) = &flying.ask {
            for key in batch.keys() {
                for slot in entry_slots().chain([Slot::Favourite]) {
                    flying.intents.insert((key, slot), self.oracle.intent(key, slot));
                }
                let Some(sent) = self.edit(key).and_then(|edit| edit.sent) else {
                    continue;
                };
                let at = self.anilist.tick;
                if let Some(wanted) = sent.favourite {
                    flying.favourites.insert(key, wanted);
                    self.oracle.sends(key, Slot::Favourite, wanted.to_string(), at);
                }
                if let Change::Set(patch) = &sent.change {
                    for (slot, value) in writes(patch) {
                        self.oracle.sends(key, slot, value, at);
                    }
                }
            }
        }
        self.flying.push(flying);
        let wait = match self.random.below(20) {
            // The budget lets it wait.
            0 => self.random.below(8_000),
            _ => self.random.below(30),
        };
        self.at(self.now + wait, Event::Send(self.flying.len() - 1));
    }

    fn send(&mut self, index: usize) {
        let (tab, epoch) = (self.flying[index].tab, self.flying[index].epoch);
        if self.tabs[tab].epoch != epoch {
            return;
        }
        if let Ask::Write(batch) = &self.flying[index].ask
            && self.now > batch.until
        {
            let batch = batch.clone();
            self.settle(tab, &batch, &Reply::NotSent, 0);
            return self.go_on(tab);
        }
        let fault = match self.random.below(100) < self.fault_percent {
            true => FAULTS[self.random.below(FAULTS.len() as u64) as usize],
            false => Fault::None,
        };
        self.flying[index].fault = fault;
        if self.traces {
            println!("  tab {tab} sends {:?} {fault:?}", self.flying[index].ask);
        }
        self.flying[index].asked_at = self.now;
        let there = self.now + 20 + self.random.below(400);
        let back = there + 20 + self.random.below(400);
        let arrives = match fault {
            Fault::Offline | Fault::DropBefore | Fault::RateLimited | Fault::Outage | Fault::ServerBefore => {
                None
            }
            Fault::Stall | Fault::Gateway => Some(self.now + self.random.below(LATE_MS)),
            _ => Some(there),
        };
        if let Some(time) = arrives {
            self.at(time, Event::Arrive(index));
        }
        let answered = match fault {
            Fault::Stall => self.now + TIMEOUT_MS,
            Fault::Offline => self.now,
            _ => back,
        };
        self.at(answered, Event::Answer(index));
    }

    fn arrive(&mut self, index: usize) {
        if self.traces {
            println!("  arrives {:?}", self.flying[index].ask);
        }
        let flying = &self.flying[index];
        let (ask, read, fault) = (flying.ask.clone(), flying.read_tick, flying.fault);
        let account = ask.account();
        let place = self.accounts.iter().position(|known| *known == account).unwrap();
        if !self.valid[place] {
            self.flying[index].answer = Err(ApiError::InvalidToken);
            return;
        }
        let answer = match ask {
            Ask::Read(account, media) => Answer::Read(self.anilist.read(account, &media)),
            Ask::ReadSetting(account, _) => Answer::Setting(self.anilist.settings[&account].clone()),
            Ask::WriteSetting(account, _, setting) => {
                self.anilist.settings.insert(account, setting);
                Answer::Done
            }
            Ask::Write(batch) => {
                let (oracle, flying) = (&mut self.oracle, &self.flying[index]);
                let mut hears = |anilist: &AniList, write: &Write, key: Key| {
                    hear(oracle, anilist, write, key, read, flying);
                };
                let outcomes = self.anilist.write(&batch, self.now, &mut hears);
                for key in batch.keys() {
                    self.applied.insert((key, batch.at), self.anilist.tick);
                }
                let unsaid =
                    fault == Fault::Vague && outcomes.iter().any(|it| matches!(it, Outcome::Refused(_)));
                if unsaid {
                    let error = outcomes.into_iter().find_map(|outcome| match outcome {
                        Outcome::Refused(error) => Some(error),
                        _ => None,
                    });
                    self.flying[index].answer = Err(error.unwrap());
                    self.flying[index].answers = false;
                    return;
                }
                Answer::Write(outcomes)
            }
        };
        self.flying[index].tick = self.anilist.tick;
        self.flying[index].answer = Ok(answer);
    }

    fn answer(&mut self, index: usize) {
        let flying = &self.flying[index];
        let (tab, epoch) = (flying.tab, flying.epoch);
        let arrived = flying.answer.clone();
        let answer = match flying.fault {
            Fault::None | Fault::Vague => arrived,
            Fault::Offline => Err(ApiError::Offline),
            Fault::DropBefore | Fault::DropAfter => Err(ApiError::NoAnswer),
            Fault::RateLimited => Err(ApiError::RateLimited),
            Fault::Outage => Err(ApiError::Outage { message: None }),
            Fault::ServerBefore | Fault::ServerAfter => Err(ApiError::Server { status: 500 }),
            Fault::Gateway => Err(ApiError::Server { status: 504 }),
            Fault::Truncated => Err(ApiError::Unreadable {
                status: 200,
                why: Unreadable::Truncated,
            }),
            Fault::Stall => Err(ApiError::TimedOut),
        };
        if matches!(
            flying.fault,
            Fault::DropAfter | Fault::ServerAfter | Fault::Truncated
        ) && matches!(flying.ask, Ask::Write(_))
        {
            self.oracle.figures.lost_answers += 1;
        }
        if self.tabs[tab].epoch != epoch {
            return;
        }
        if let Err(error) = &answer {
            self.tabs[tab].sender.failed(error.clone(), self.now);
            if *error == ApiError::InvalidToken {
                let account = flying.ask.account();
                let place = self.accounts.iter().position(|known| *known == account).unwrap();
                self.signed_in[place] = false;
            }
        }
        self.take_in(tab, index, answer);
    }

    fn take_in(&mut self, tab: usize, index: usize, answer: Result<Answer, ApiError>) {
        let (asked_at, tick) = (self.flying[index].asked_at, self.flying[index].tick);
        match (self.flying[index].ask.clone(), answer) {
            (Ask::Read(account, asked), Ok(Answer::Read(there))) => {
                for now in &there {
                    let key = Key {
                        account,
                        media: now.media,
                    };
                    let known = Known {
                        entry: now.entry.clone(),
                        favourite: now.favourite,
                        tick,
                    };
                    self.tabs[tab].list.insert(key, known);
                }
                self.tabs[tab].reading_tick = tick;
                let read_at = self.now;
                self.tabs[tab].sender.read(Reading {
                    account,
                    asked_at,
                    read_at,
                    asked,
                    there,
                });
            }
            (Ask::Write(batch), Ok(Answer::Write(outcomes))) => {
                self.tabs[tab].sender.succeeded();
                self.settle(tab, &batch, &Reply::Answer(outcomes), tick);
            }
            (Ask::Write(batch), Err(error)) => self.settle(tab, &batch, &Reply::Failed(error), tick),
            (Ask::ReadSetting(account, id), Ok(Answer::Setting(setting))) => {
                self.tabs[tab].sender.succeeded();
                let run = self.all_runs().into_iter().find(|run| run.id == id).unwrap();
                let (run, set) = bulk::setting_read(run, &setting, asked_at, self.now);
                self.put_run(&run);
                if let Some(set) = set {
                    self.ask(tab, Ask::WriteSetting(account, id, set));
                    return;
                }
            }
            (Ask::WriteSetting(_, id, set), answer) => {
                let (reply, now) = (answer.as_ref().map(|_| ()), self.now);
                self.change_run(id, &|run| bulk::setting_replied(run, &set, reply, now));
            }
            _ => {}
        }
        self.go_on(tab);
    }

    fn settle(&mut self, tab: usize, batch: &Batch, reply: &Reply, tick: u64) {
        for key in batch.keys() {
            let settled = outbox::settle(self.edit(key), key, batch, reply, self.now);
            self.put_edit(key, settled.edit);
            if let Some(record) = settled.record {
                let tick = self.applied[&(key, batch.at)];
                self.put_record(&record, tick);
            }
            let tabs = if self.random.below(3) == 0 {
                vec![tab]
            } else {
                (0..self.tabs.len()).collect()
            };
            for tab in tabs {
                let known = self.tabs[tab].list.entry(key).or_default();
                if let Some(entry) = &settled.entry {
                    (known.entry, known.tick) = (entry.clone(), tick);
                }
                if let Some(favourite) = settled.favourite {
                    (known.favourite, known.tick) = (favourite, tick);
                }
            }
        }
    }

    /// The tab has done what it was busy with.
    fn go_on(&mut self, tab: usize) {
        self.tabs[tab].busy = false;
        self.wake_all();
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

/// The oracle hears of a write before it is carried out.
fn hear(oracle: &mut Oracle, anilist: &AniList, write: &Write, key: Key, read: u64, flying: &Flying) {
    oracle.figures.writes += 1;
    let mut applies = |slot: Slot, value: &str| {
        let told = flying.intents.get(&(key, slot)).and_then(Option::as_ref);
        oracle.applies(anilist, key, slot, value, read, told);
    };
    match write {
        Write::Save { entry: None, .. } => applies(Slot::Exists, "true"),
        Write::Save { patch, .. } | Write::Update { patch, .. } => {
            for (slot, value) in writes(patch) {
                applies(slot, &value);
            }
        }
        Write::Delete { .. } => {
            for slot in entry_slots() {
                applies(
                    slot,
                    if slot == Slot::Exists {
                        "false"
                    } else {
                        super::oracle::GONE
                    },
                );
            }
        }
        Write::Favourite { .. } => {
            let wanted = flying.favourites[&key];
            let is = anilist.favourite(key);
            let changed = anilist.last_change(key, Slot::Favourite, anilist.tick);
            let in_window = changed.is_some_and(|last| last.author == Author::Foreign && last.tick > read);
            assert!(is != wanted || in_window, "a favourite was switched twice");
            if is != wanted {
                applies(Slot::Favourite, if wanted { "true" } else { "false" });
            }
        }
    }
}
