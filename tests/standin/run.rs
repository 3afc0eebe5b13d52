//! Opens the socket and serves on it; tests start the stand-in with the same functions.

use super::server::{Connections, Mode, Options, Standin};
use super::state::Client;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

/// A bound socket.
pub(crate) struct Listening {
    pub(crate) listener: TcpListener,
    pub(crate) address: SocketAddr,
}

/// Binds a port of 127.0.0.1; connections wait from now on.
pub(crate) fn listen(port: u16) -> Result<Listening, String> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| {
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Listening { listener, address })
    });
    bound.map_err(|error| {
        format!("Port {port} of 127.0.0.1 cannot be used: {error}. Give another one with --port.")
    })
}

/// The demo's own client 1000 comes back to the port that was given.
pub(crate) fn with_demo_client(mut options: Options, port: u16) -> Options {
    if options.mode == Mode::Demo {
        let redirects = vec![
            format!("http://localhost:{port}/"),
            format!("http://127.0.0.1:{port}/"),
        ];
        let client = Client {
            name: "Tsuzuki for AniList (demo)".to_owned(),
            redirects,
            secret: None,
        };
        options.clients.insert(0, ("1000".to_owned(), client));
    }
    options
}

/// Serves until the handle says stop.
pub(crate) async fn serve(
    standin: Arc<Standin>,
    listener: TcpListener,
    handle: Handle<SocketAddr>,
) -> Result<(), String> {
    let connections = Connections(standin.clone());
    let served = match standin.options.tls {
        false => match axum_server::from_tcp(listener) {
            Ok(server) => server.handle(handle).serve(connections).await,
            Err(error) => Err(error),
        },
        true => {
            let config = RustlsConfig::from_config(Arc::new(certificate(&standin)?));
            match axum_server::from_tcp_rustls(listener, config) {
                Ok(server) => server.handle(handle).serve(connections).await,
                Err(error) => Err(error),
            }
        }
    };
    served.map_err(|error| error.to_string())
}

/// A certificate for all hosts, made at each start.
fn certificate(standin: &Standin) -> Result<ServerConfig, String> {
    let fixed = [
        "anilist.co",
        "graphql.anilist.co",
        "s4.anilist.co",
        "localhost",
        "127.0.0.1",
    ];
    let sites = standin.options.sites.iter().map(|site| site.host.clone());
    let names: BTreeSet<String> = fixed.map(str::to_owned).into_iter().chain(sites).collect();
    let made = rcgen::generate_simple_self_signed(names.into_iter().collect::<Vec<_>>());
    let made = made.map_err(|error| error.to_string())?;
    let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key.into()))
        .map_err(|error| error.to_string())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
