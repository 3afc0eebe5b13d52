//! The command line, and what runs from start to end.

use super::run::{Listening, listen, serve, with_demo_client};
use super::server::{Mode, Options, Standin};
use super::site::Site;
use super::state::Client;
use super::tokens::Signer;
use axum_server::Handle;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal;

/// A local stand-in for AniList: its OAuth pages, its GraphQL API and its image host, as strict as the real ones.
#[derive(Debug, Parser)]
#[command(name = "standin")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// One origin for the built app and the stand-in, plain HTTP: to try the app out.
    Demo {
        /// Directory of the built app.
        #[arg(long, default_value = "dist")]
        site: PathBuf,
        /// Port on 127.0.0.1; 0 picks a free one.
        #[arg(long, default_value_t = 8730)]
        port: u16,
        #[command(flatten)]
        common: Common,
    },
    /// AniList's own host names by TLS with a certificate nobody signed: for tests that map the hosts to it.
    Anilist {
        /// A site to serve beside, HOST/PATH=DIR or HOST/PATH=DIR;client_id=ID. Can be given several times.
        #[arg(long)]
        site: Vec<Site>,
        /// Port on 127.0.0.1; 0 picks a free one.
        #[arg(long, default_value_t = 0)]
        port: u16,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
struct Common {
    /// How many entries kaede's lists hold together, up to 16000, seven of ten anime (default: about 70).
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=16_000))]
    entries: Option<u64>,
    /// The same seed gives the same data and the same signing key.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Another API client: ID=REDIRECT_URL or ID=REDIRECT_URL,SECRET. Can be given several times.
    #[arg(long = "client", value_parser = parse_client)]
    clients: Vec<(String, Client)>,
}

fn parse_client(text: &str) -> Result<(String, Client), String> {
    let (id, rest) = text
        .split_once('=')
        .ok_or("expected ID=REDIRECT_URL or ID=REDIRECT_URL,SECRET")?;
    let (redirect, secret) = match rest.split_once(',') {
        Some((redirect, secret)) => (redirect, Some(secret)),
        None => (rest, None),
    };
    Ok((
        id.to_owned(),
        Client::new(&format!("Client {id}"), redirect, secret),
    ))
}

/// Runs until it is told to stop.
#[allow(clippy::print_stdout, reason = "the address is the program's output")]
pub(crate) fn main() -> Result<(), String> {
    let cli = Cli::parse();
    let (mode, sites, port, common) = match cli.command {
        Command::Demo { site, port, common } => {
            let client_id = Some("1000".to_owned());
            let site = Site {
                host: String::new(),
                base: "/".to_owned(),
                directory: site,
                client_id,
            };
            (Mode::Demo, vec![site], port, common)
        }
        Command::Anilist { site, port, common } => (Mode::AniList, site, port, common),
    };
    if let Some(missing) = sites.iter().find(|site| !site.directory.is_dir()) {
        return Err(format!(
            "{} is not a directory. Build the app first.",
            missing.directory.display()
        ));
    }
    let options = Options {
        mode,
        tls: mode == Mode::AniList,
        sites,
        clients: common.clients,
        entries: common.entries.and_then(|entries| usize::try_from(entries).ok()),
        seed: common.seed,
    };
    let Listening { listener, address } = listen(port)?;
    let signer = Arc::new(Signer::new(options.seed)?);
    let standin = Arc::new(Standin::new(with_demo_client(options, address.port()), signer));
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let handle = Handle::new();
        tokio::spawn(stop_on_signal(handle.clone()));
        match mode {
            Mode::Demo => println!("Listening on http://localhost:{}/", address.port()),
            Mode::AniList => println!("Listening on https://127.0.0.1:{}", address.port()),
        }
        serve(standin, listener, handle).await
    })
}

async fn stop_on_signal(handle: Handle<std::net::SocketAddr>) {
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = terminated => {}
        _ = signal::ctrl_c() => {}
    }
    handle.graceful_shutdown(Some(Duration::from_millis(300)));
}
