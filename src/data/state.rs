//! What all components share.

use std::cell::OnceCell;
use std::time::Duration;

use leptos::prelude::*;

use crate::auth::session::Account;
use crate::config::{API_URL, API_URL_META, AUTHORIZE_URL, AUTHORIZE_URL_META, CLIENT_ID_META, Config};
use crate::domain::ClientId;
use crate::domain::{Media, Patch, Score};
use crate::error::AppError;
use crate::outbox::Key;
use crate::web::reactive::effect;
use crate::web::storage::{self, Area};
use crate::web::tabs::{self, Change};
use crate::web::{clock, dom, location};

use super::cache::QueryCache;
use super::client::AbortHandle;
use super::lists::Lists;
use super::login::LoginStage;
use super::outbox::Edits;
use super::preferences::Preferences;
use super::router::Navigation;
use super::scheduler::Scheduler;
use super::score_format::Scales;
use super::session::Session;

/// How often relative times on the page move on.
const TICK: Duration = Duration::from_secs(30);

thread_local! {
    // Not a context: that can be missing where a component stands alone, and there is no right answer to that.
    static THE_APP: OnceCell<App> = const { OnceCell::new() };
}

/// The app's state. Cheap to copy; reach it with [`App::here`].
#[derive(Clone, Copy)]
pub struct App {
    /// Where the app runs and whom it talks to.
    pub config: &'static Config,
    /// The accounts of this browser.
    pub session: Session,
    /// The route shown.
    pub navigation: Navigation,
    /// A login under way in this tab.
    pub login: RwSignal<LoginStage>,
    /// Withdraws the question whose token it is, while [`LoginStage::Checking`].
    pub login_request: StoredValue<Option<AbortHandle>, LocalStorage>,
    /// The client id in use: the host's, else the one the person entered.
    pub client_id: RwSignal<Option<ClientId>>,
    /// Messages above the page, newest last.
    pub notices: RwSignal<Vec<Notice>>,
    /// The last short message of something that worked.
    pub toast: RwSignal<Option<Toast>>,
    /// A work of which the last part was just watched or read.
    pub finish: RwSignal<Option<CompletionPrompt>>,
    /// The dialog that is open over any page.
    pub panel: RwSignal<Option<ModalKind>>,
    /// What the person prefers.
    pub preferences: Preferences,
    /// The lists that pages show.
    pub lists: Lists,
    /// The person's edits.
    pub edits: Edits,
    /// In which scale each account scores.
    pub scales: Scales,
    /// What AniList was seen to do in this page's life.
    pub seen: RwSignal<ApiObservations>,
    /// Sends requests, within the budget.
    pub scheduler: Scheduler,
    /// Answers kept in this browser.
    pub cache: QueryCache,
    /// This device's clock in milliseconds since 1970, moved every half minute.
    pub now: RwSignal<u64>,
}

/// A message about the app as a whole, which stays until it is dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened and what it means.
    pub text: String,
    /// Where to go next: a label and an address outside the app.
    pub link: Option<(&'static str, String)>,
}

/// A short message of something that worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// The edit that can be taken back.
    pub undo: Option<Key>,
}

/// What is offered when the last episode was watched, or the last chapter read.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionPrompt {
    /// The work.
    pub media: Media,
    /// What completes it.
    pub patch: Patch,
    /// The score it has.
    pub score: Option<Score>,
}

/// A dialog without an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModalKind {
    /// Looks for a title.
    Search,
    /// Which keys do what.
    Keyboard,
}

/// Facts about AniList that no documentation settles, for a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApiObservations {
    /// `X-RateLimit-Limit` of the last answer that let it be read.
    pub rate_limit: Option<u32>,
    /// `X-RateLimit-Remaining` of the same answer.
    pub rate_remaining: Option<u32>,
    /// How many answers of the API could be read.
    pub answers: u32,
}

impl App {
    /// The app of this page: started by the first call and the same one ever after.
    ///
    /// The first caller's reactive owner keeps its signals, and so has to live as long as the page: it is the root's.
    pub fn here() -> Self {
        THE_APP.with(|app| *app.get_or_init(Self::start))
    }

    /// Reads the page's configuration and the browser's storage, and follows both from now on.
    fn start() -> Self {
        // One small value that lives as long as the page, so that every handler can hold it.
        let config: &'static Config = Box::leak(Box::new(read_config()));
        let (session, complaint) = Session::open(config);
        let now = RwSignal::new(clock::now_ms());
        set_interval(move || now.set(clock::now_ms()), TICK);
        let app = Self {
            navigation: Navigation::start(&config.base_path),
            config,
            session,
            login: RwSignal::new(LoginStage::Idle),
            login_request: StoredValue::new_local(None),
            client_id: RwSignal::new(client_id_in_use(config)),
            notices: RwSignal::new(Vec::new()),
            toast: RwSignal::new(None),
            finish: RwSignal::new(None),
            panel: RwSignal::new(None),
            preferences: Preferences::start(config),
            lists: Lists::start(),
            edits: Edits::start(config, session),
            scales: Scales::start(),
            seen: RwSignal::new(ApiObservations::default()),
            scheduler: Scheduler::start(config),
            cache: QueryCache::start(config, session),
            now,
        };
        if let Some(complaint) = complaint {
            app.banner(Notice {
                text: complaint,
                link: None,
            });
        }
        effect(move |_| {
            let place = app.cache.place();
            if place.is_news() {
                app.banner(Notice {
                    text: place.sentence().to_owned(),
                    link: None,
                });
            }
        });
        tabs::watch(session.key(), move |change| match change {
            Change::Written => app.follow_accounts(),
            Change::Removed => session.follow_removal(),
        });
        tabs::watch(config.keys().client_id(), move |_| {
            app.client_id.set(client_id_in_use(config))
        });
        app
    }

    /// Takes over what another tab did to the accounts.
    fn follow_accounts(self) {
        if let Some(text) = self.session.reload() {
            self.banner(Notice { text, link: None });
        }
    }

    /// Shows `notice` above the page, once.
    pub fn banner(self, notice: Notice) {
        self.notices.update(|notices| {
            if !notices.contains(&notice) {
                notices.push(notice);
            }
        });
    }

    /// Says for a moment that something has happened.
    pub fn toast(self, text: &str) {
        self.toast.set(Some(Toast {
            text: text.to_owned(),
            undo: None,
        }));
    }

    /// The account in use if this is its name, as AniList compares names; tracked.
    pub fn own_account(self, name: &str) -> Option<Account> {
        self.session
            .active()
            .filter(|account| account.name.eq_ignore_ascii_case(name))
    }

    /// Whether the client id comes from the host, so that the person cannot change it.
    pub fn has_fixed_client(self) -> bool {
        self.config.client_id.is_some()
    }

    /// Keeps the client id that the person entered, for this browser.
    pub fn save_client_id(self, id: ClientId) {
        let key = self.config.keys().client_id();
        if let Err(error) = storage::set(Area::Local, &key, id.as_str()) {
            let text = format!(
                "The client ID is used until this page is left. {}",
                AppError::from(error)
            );
            self.banner(Notice { text, link: None });
        }
        self.client_id.set(Some(id));
    }

    /// Forgets the client id that the person entered.
    pub fn forget_client_id(self) {
        storage::remove(Area::Local, &self.config.keys().client_id());
        self.client_id.set(self.config.client_id.clone());
    }
}

/// The host's client id, else the one the person entered.
fn client_id_in_use(config: &Config) -> Option<ClientId> {
    let entered = || storage::get(Area::Local, &config.keys().client_id());
    let host = config.client_id.clone();
    host.or_else(|| ClientId::try_from(entered()?.as_str()).ok())
}

fn read_config() -> Config {
    Config {
        client_id: dom::meta(CLIENT_ID_META).and_then(|text| ClientId::try_from(text.as_str()).ok()),
        authorize_url: dom::meta(AUTHORIZE_URL_META).unwrap_or_else(|| AUTHORIZE_URL.into()),
        api_url: dom::meta(API_URL_META).unwrap_or_else(|| API_URL.into()),
        base_path: location::base_path(),
    }
}
