//! One person, one tab, the queue, and AniList behind a network that fails.

use tsuzuki::api::error::{ApiError, Unreadable};
use tsuzuki::domain::{EntryValues, MediaId, MediaType, UserId};
use tsuzuki::outbox::bulk::{self, BulkJob};
use tsuzuki::outbox::{
    self, Batch, Change, EditIntent, Key, LATE_MS, MAX_READ, MAX_WRITES, Origin, Outcome, PendingEdit, Reply,
    Sender, Situation, Snapshot, Step,
};

use crate::chance::Random;
use crate::outbox_model::anilist::AniList;

pub(super) const START: u64 = 1_700_000_000_000;
pub(super) fn account() -> UserId {
    UserId::new(5001).unwrap()
}
/// What a request takes of the budget: thirty a minute.
const REQUEST_MS: u64 = 2_000;
const ANSWER_MS: u64 = 400;

pub(super) fn key(id: u64) -> Key {
    Key {
        account: account(),
        media: MediaId::new(id).unwrap(),
    }
}

pub(super) struct Desk {
    pub(super) random: Random,
    pub(super) anilist: AniList,
    /// What is stored, by key.
    pub(super) edits: Vec<PendingEdit>,
    pub(super) runs: Vec<BulkJob>,
    pub(super) fault_percent: u64,
    pub(super) requests: usize,
    pub(super) faults: usize,
    /// After so many changes on their way more, the tab dies before the answer.
    pub(super) dies_in: Option<u64>,
    pub(super) deaths: usize,
    now: u64,
    sender: Sender,
    /// What a gateway gave up on and AniList carries out later.
    late: Vec<(u64, Batch)>,
}

impl Desk {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: Random(seed),
            anilist: AniList::default(),
            edits: Vec::new(),
            runs: Vec::new(),
            fault_percent: 0,
            requests: 0,
            faults: 0,
            dies_in: None,
            deaths: 0,
            now: START,
            sender: Sender::default(),
            late: Vec::new(),
        }
    }

    /// The person changes an entry.
    pub(super) fn order(&mut self, id: u64, base: Option<EntryValues>, change: Change) {
        self.take(&EditIntent {
            key: key(id),
            kind: MediaType::Anime,
            title: "T".into(),
            base,
            was_favourite: false,
            change,
            favourite: None,
            origin: Origin::ByHand,
        });
    }

    pub(super) fn take(&mut self, order: &EditIntent) {
        let edit = outbox::order(self.edit(order.key), order, self.now);
        self.store(order.key, edit);
    }

    fn edit(&self, key: Key) -> Option<PendingEdit> {
        let place = self.edits.binary_search_by_key(&key, |edit| edit.key).ok()?;
        Some(self.edits[place].clone())
    }

    pub(super) fn store(&mut self, key: Key, edit: Option<PendingEdit>) {
        match (self.edits.binary_search_by_key(&key, |edit| edit.key), edit) {
            (Ok(place), Some(edit)) => self.edits[place] = edit,
            (Err(place), Some(edit)) => self.edits.insert(place, edit),
            (Ok(place), None) => drop(self.edits.remove(place)),
            (Err(_), None) => {}
        }
    }

    /// How often the queue changed a work.
    pub(super) fn changes_of(&self, key: Key) -> usize {
        use crate::outbox_model::anilist::Author;
        let history = self.anilist.history(key).iter();
        history
            .filter(|it| it.author == Author::Ours && it.before != it.after)
            .count()
    }

    /// The tab dies, and another one comes later. All it has is what was stored.
    pub(super) fn die(&mut self, later: u64) {
        self.deaths += 1;
        self.sender = Sender::default();
        let again = |edit: &PendingEdit| PendingEdit::parse(&edit.to_text()).unwrap();
        self.edits = self.edits.iter().map(again).collect();
        self.runs = self
            .runs
            .iter()
            .map(|run| BulkJob::parse(&run.to_text()).unwrap())
            .collect();
        self.pass(later);
    }

    fn pass(&mut self, ms: u64) {
        self.now += ms;
        self.late.sort_by_key(|(at, _)| *at);
        while self.late.first().is_some_and(|(at, _)| *at <= self.now) {
            let (at, batch) = self.late.remove(0);
            self.anilist.write(&batch, at, &mut |_, _, _| {});
        }
    }

    pub(super) fn run(&mut self) {
        while self.step() {}
    }

    /// Does what comes next. False when nothing does.
    pub(super) fn step(&mut self) -> bool {
        assert!(self.requests < 20_000, "it never comes to an end");
        let at = Situation {
            account: Some(account()),
            now: self.now,
            hidden: false,
        };
        match self.sender.next(&self.edits, &self.runs, at) {
            Step::Nothing => return false,
            Step::Wait(at) => {
                assert!(at > self.now, "a wait for the past");
                self.pass(at - self.now);
            }
            Step::Read(media) => self.read(media),
            Step::Write(media) => self.write(&media),
            Step::Finish(id) => {
                let run = self.runs.iter_mut().find(|run| run.id == id).unwrap();
                *run = bulk::finish(run.clone());
            }
            other => panic!("{other:?}"),
        }
        true
    }

    fn fails(&mut self) -> bool {
        self.requests += 1;
        let fails = self.random.below(100) < self.fault_percent;
        self.faults += usize::from(fails);
        fails
    }

    fn read(&mut self, asked: Vec<MediaId>) {
        assert!(asked.len() <= MAX_READ);
        let requested_at = self.now;
        if self.fails() {
            self.pass(REQUEST_MS);
            self.sender.failed(ApiError::NoAnswer, self.now);
            return;
        }
        let there = self.anilist.read(account(), &asked);
        self.pass(ANSWER_MS);
        self.sender.read(Snapshot {
            account: account(),
            requested_at,
            read_at: self.now,
            asked,
            there,
        });
        self.pass(REQUEST_MS - ANSWER_MS);
    }

    fn write(&mut self, media: &[MediaId]) {
        let existing = media
            .iter()
            .filter_map(|media| self.edit(key(media.get())))
            .collect();
        let decided = self.sender.decide(existing, self.now);
        for (key, edit) in decided.edits {
            self.store(key, edit);
        }
        let Some(batch) = decided.batch else { return };
        assert!(batch.writes.len() <= MAX_WRITES && batch.account == account());
        let reply = self.send(&batch);
        if let Some(left) = self.dies_in.as_mut() {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => {
                    self.dies_in = None;
                    let later = self.random.below(90_000);
                    return self.die(later);
                }
            }
        }
        self.pass(ANSWER_MS);
        match &reply {
            Reply::Failed(error) => self.sender.failed(error.clone(), self.now),
            _ => self.sender.succeeded(),
        }
        for key in batch.keys() {
            let settled = outbox::reconcile(self.edit(key), key, &batch, &reply, self.now);
            self.store(key, settled.edit);
        }
        self.pass(REQUEST_MS - ANSWER_MS);
    }

    /// What becomes of a change on its way there and back.
    fn send(&mut self, batch: &Batch) -> Reply {
        let arrives =
            |desk: &mut Self| -> Vec<Outcome> { desk.anilist.write(batch, desk.now, &mut |_, _, _| {}) };
        if !self.fails() {
            return Reply::Answer(arrives(self));
        }
        Reply::Failed(match self.random.below(7) {
            0 => ApiError::Offline,
            1 => ApiError::RateLimited,
            2 => ApiError::Server { status: 500 },
            3 => ApiError::NoAnswer,
            4 => {
                arrives(self);
                ApiError::NoAnswer
            }
            5 => {
                arrives(self);
                ApiError::Unreadable {
                    status: 200,
                    why: Unreadable::Truncated,
                }
            }
            _ => {
                let late = self.random.below(LATE_MS);
                self.late.push((self.now + late, batch.clone()));
                ApiError::Server { status: 504 }
            }
        })
    }
}
