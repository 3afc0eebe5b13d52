//! What a tab asks, and what becomes of it on its way to AniList and back.

use super::*;

impl World {
    pub(super) fn may_send(&self, tab: usize) -> bool {
        let is_here = |tab: &Tab| tab.alive && tab.left_until.is_none();
        let first = self.tabs.iter().position(is_here);
        is_here(&self.tabs[tab]) && !self.tabs[tab].busy && (!self.has_locks || first == Some(tab))
    }

    pub(super) fn pass(&mut self, tab: usize, epoch: u32) {
        if self.tabs[tab].epoch != epoch || !self.may_send(tab) {
            return;
        }
        let account = self.accounts[self.active];
        let situation = Situation {
            account: Some(account).filter(|_| self.signed_in[self.active]),
            now: self.now,
            hidden: self.tabs[tab].hidden,
        };
        let edits: Vec<PendingEdit> = self.all_edits();
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
        let existing: Vec<PendingEdit> = keys.filter_map(|key| self.edit(key)).collect();
        let marks: BTreeMap<Key, u64> = existing
            .iter()
            .filter_map(|edit| Some((edit.key, edit.sent.as_ref()?.at)))
            .collect();
        let decided = self.tabs[tab].sender.decide(existing, self.now);
        let read_tick = self.tabs[tab].reading_tick;
        for (key, edit) in decided.edits {
            if let Some(State::Conflict { fields, .. }) = edit.as_ref().map(|edit| &edit.state) {
                self.oracle.in_conflict(&self.anilist, key, fields);
                self.conflicts.insert(key, read_tick);
            }
            self.put_edit(key, edit);
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
            turn: self.tabs[tab].turn,
            requested_at: self.now,
            read_tick: self.tabs[tab].reading_tick,
            read_time: self.tabs[tab].reading_time,
            intents: BTreeMap::new(),
            favourites: BTreeMap::new(),
            fault: Fault::None,
            answer: Err(ApiError::NoAnswer),
            tick: 0,
            arrived_at: 0,
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
                    let makes = sent.seen.is_none().then(|| (Slot::Exists, true.to_string()));
                    for (slot, value) in writes(patch).into_iter().chain(makes) {
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

    pub(super) fn send(&mut self, index: usize) {
        let (tab, epoch) = (self.flying[index].tab, self.flying[index].epoch);
        if self.tabs[tab].epoch != epoch {
            return;
        }
        if let Some(until) = self.tabs[tab].left_until {
            return self.at(until + 1, Event::Send(index));
        }
        let interrupted = self.tabs[tab].turn != self.flying[index].turn;
        if let Ask::Write(batch) = &self.flying[index].ask
            && (self.now > batch.until || interrupted)
        {
            let batch = batch.clone();
            self.settle(tab, &batch, &Reply::NotSent, 0);
            return self.ended(tab, interrupted);
        }
        if let (Ask::WriteSetting(_, id, set), true) = (&self.flying[index].ask, interrupted) {
            let (id, set) = (*id, set.clone());
            return self.setting_not_known(id, &set);
        }
        if interrupted {
            return;
        }
        let fault = match self.random.below(100) < self.fault_percent {
            true => FAULTS[self.random.below(FAULTS.len() as u64) as usize],
            false => Fault::None,
        };
        self.flying[index].fault = fault;
        if self.traces {
            println!("  tab {tab} sends {:?} {fault:?}", self.flying[index].ask);
        }
        self.flying[index].requested_at = self.now;
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

    pub(super) fn arrive(&mut self, index: usize) {
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
                // On its way to us, waiting for its turn, and on its way to AniList.
                let gap = self.now - flying.read_time;
                assert!(
                    gap <= TIMEOUT_MS + READ_VALID_MS + LATE_MS,
                    "written upon what was read {gap} ms before"
                );
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
        self.flying[index].arrived_at = self.now;
        self.flying[index].answer = Ok(answer);
    }

    pub(super) fn answer(&mut self, index: usize) {
        let flying = &self.flying[index];
        let (tab, epoch) = (flying.tab, flying.epoch);
        let arrived = flying.answer.clone();
        let answer = match flying.fault {
            Fault::None | Fault::Vague => arrived,
            Fault::Offline | Fault::OfflineAfter => Err(ApiError::Offline),
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
            Fault::OfflineAfter | Fault::DropAfter | Fault::ServerAfter | Fault::Truncated
        ) && matches!(flying.ask, Ask::Write(_))
        {
            self.oracle.figures.lost_answers += 1;
        }
        if self.tabs[tab].epoch != epoch {
            return;
        }
        if let Some(until) = self.tabs[tab].left_until {
            return self.at(until + 1, Event::Answer(index));
        }
        if self.tabs[tab].turn != flying.turn {
            return self.take_in_late(tab, index, answer);
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
        let (requested_at, tick) = (self.flying[index].requested_at, self.flying[index].tick);
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
                self.tabs[tab].reading_time = self.flying[index].arrived_at;
                let read_at = self.now;
                self.tabs[tab].sender.read(Snapshot {
                    account,
                    requested_at,
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
                let (run, set) = bulk::setting_read(run, &setting, requested_at, self.now);
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

    /// An answer to what was asked in a turn that is over: too old to write upon, but a write may still be taken in.
    fn take_in_late(&mut self, tab: usize, index: usize, answer: Result<Answer, ApiError>) {
        let tick = self.flying[index].tick;
        match (self.flying[index].ask.clone(), answer) {
            (Ask::Write(batch), Ok(Answer::Write(outcomes))) => {
                self.settle(tab, &batch, &Reply::Answer(outcomes), tick);
            }
            (Ask::Write(batch), Err(error)) => self.settle(tab, &batch, &Reply::Failed(error), tick),
            (Ask::WriteSetting(_, id, set), _) => self.setting_not_known(id, &set),
            _ => {}
        }
        self.ended(tab, true);
    }

    fn setting_not_known(&mut self, id: JobId, set: &Setting) {
        let now = self.now;
        self.change_run(id, &|run| {
            bulk::setting_replied(run, set, Err(&ApiError::Aborted), now)
        });
        self.wake_all();
    }

    /// What the tab was busy with has ended, unless it is busy with something else since.
    fn ended(&mut self, tab: usize, interrupted: bool) {
        match interrupted {
            true => self.wake_all(),
            false => self.go_on(tab),
        }
    }

    fn settle(&mut self, tab: usize, batch: &Batch, reply: &Reply, tick: u64) {
        for key in batch.keys() {
            let noted = self.edit(key);
            let settled = outbox::reconcile(noted.clone(), key, batch, reply, self.now);
            self.put_edit(key, settled.edit);
            let is_saved = settled.record.is_some();
            if let Some(record) = settled.record {
                let tick = self.applied[&(key, batch.at)];
                self.put_record(&record, tick);
            }
            let tabs = if self.random.below(3) == 0 {
                vec![tab]
            } else {
                (0..self.tabs.len()).collect()
            };
            let (entry, favourite) = (settled.entry.as_ref(), settled.favourite);
            if let Some(edit) = noted
                && self.kind == Kind::HearingLate
                && is_saved
                && self.edit(key).is_none()
            {
                let unheard = Unheard {
                    edit,
                    entry: entry.cloned(),
                    favourite,
                    tick,
                };
                for other in (0..self.tabs.len()).filter(|other| !tabs.contains(other)) {
                    self.tabs[other].unheard.insert(key, unheard.clone());
                }
            }
            for tab in tabs {
                let known = self.tabs[tab].list.entry(key).or_default();
                known.take(entry, favourite, tick);
            }
        }
    }

    /// The tab has done what it was busy with.
    pub(super) fn go_on(&mut self, tab: usize) {
        self.tabs[tab].busy = false;
        self.wake_all();
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
                        super::super::wanted::GONE
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
