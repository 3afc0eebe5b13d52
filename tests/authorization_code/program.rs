//! The command line.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of the terminal"
)]

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use tsuzuki::auth::claims::UnverifiedClaims;
use tsuzuki::auth::state::OAuthState;
use tsuzuki::auth::token::AccessToken;
use tsuzuki::config::AUTHORIZE_URL;
use tsuzuki::domain::ClientId;
use tsuzuki::domain::civil::Civil;

use super::exchange::exchange;
use super::flow::{Request, Secret};
use super::listener::{bind, wait_for_code};

const SECRET_VARIABLE: &str = "ANILIST_CLIENT_SECRET";
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(20);

/// Gets an AniList access token by the Authorization Code TokenResponse and prints it once.
///
/// The client's secret is read from the environment variable ANILIST_CLIENT_SECRET, or asked for. It is never an
/// argument: arguments are seen by other users of the computer and kept by shells.
#[derive(Debug, Parser)]
#[command(name = "authorization_code")]
struct Cli {
    /// The ID of your client, from https://anilist.co/settings/developer.
    #[arg(long)]
    client_id: ClientId,
    /// Port of this computer to come back to. Register http://localhost:PORT/callback as the redirect URL.
    #[arg(long, default_value_t = 8731, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// The authorization endpoint.
    #[arg(long, default_value = AUTHORIZE_URL)]
    authorize_url: String,
    /// The token endpoint.
    #[arg(long, default_value = "https://anilist.co/api/v2/oauth/token")]
    token_url: String,
    /// How many seconds to wait for the answer.
    #[arg(long, default_value_t = 300)]
    wait: u64,
}

pub(crate) fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    let secret = secret()?;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let request = Arc::new(Request::new(
        cli.client_id,
        cli.port,
        OAuthState::from_bytes(bytes),
    ));
    let listener = bind(cli.port)?;
    eprintln!(
        "Open this address in a browser and approve:\n\n  {}\n",
        request.url(&cli.authorize_url)
    );
    eprintln!("Waiting for the answer at {} …", request.redirect_uri);
    let code = wait_for_code(listener, &request, Duration::from_secs(cli.wait))?;
    let token = exchange(&cli.token_url, &request, &secret, &code, EXCHANGE_TIMEOUT)?;
    describe(&token, &request.client_id);
    println!("{}", token.expose());
    Ok(())
}

fn secret() -> Result<Secret, Box<dyn Error>> {
    let text = match std::env::var(SECRET_VARIABLE) {
        Ok(text) => text,
        Err(_) => rpassword::prompt_password("Client secret (it is not shown): ").map_err(|error| {
            format!("The secret cannot be asked for here ({error}). Set {SECRET_VARIABLE}.")
        })?,
    };
    Ok(
        Secret::new(&text)
            .ok_or("The client secret is empty. AniList shows it in its developer settings.")?,
    )
}

/// What the token says, beside it and not in its way: on the other output.
fn describe(token: &AccessToken, client: &ClientId) {
    match UnverifiedClaims::decode(token) {
        Ok(claims) => {
            let user = claims
                .user_id()
                .map_or("nobody".to_owned(), |id| format!("user {id}"));
            eprintln!("\nA token for {user}, with full access to the account.");
            if let Some(Civil { year, month, day, .. }) = claims.expires_at.map(Civil::from_ms) {
                eprintln!("It is valid until {year}-{month:02}-{day:02}.");
            }
            if !claims.has_audience(client) {
                eprintln!("Beware: it names another client than {client}.");
            }
        }
        Err(error) => eprintln!("\n{error}"),
    }
    eprintln!("Paste it at “Use a token instead”. It is shown only now:\n");
}
