//! `headwater serve`: a library as pages to read.

use crate::cli::{LibraryArgs, ServeArgs, TaggerName};
use crate::trouble::{Tally, say};
use anyhow::{Context, Result, bail};
use headwater_quote::Tagger;
use headwater_store::Mode;
use headwater_web::Settings;
use std::io::Write;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Serves until the process is ended.
pub(in crate::verbs) fn run(args: &ServeArgs, tally: &Tally) -> Result<()> {
    let named = LibraryArgs { library: args.file.clone().or_else(|| args.library.library.clone()) };
    let path = super::path(&named);
    let shelf = super::open(&path, Mode::Read)?;
    let fresh = || Tagger::Fast;
    let engine = super::engine(&shelf, TaggerName::Auto, &args.meaning, fresh)?;
    drop(shelf);
    let address = address(&args.host, args.port)?;
    if !address.ip().is_loopback() {
        say(
            "headwater: everybody who reaches this address can read the library; there are no passwords",
        );
    }
    let host = match args.host.parse::<IpAddr>() {
        Ok(_) => String::new(),
        Err(_) => args.host.clone(),
    };
    let settings = Settings {
        library: path.clone(),
        engine,
        host,
        writes: !args.read_only,
        patience: PATIENCE,
        now: super::now,
    };
    tally.found(1);
    let told = |at: SocketAddr| {
        // A closed standard output is no reason to end.
        let _ = writeln!(std::io::stdout(), "http://{at}/");
        let _ = std::io::stdout().flush();
        say(format_args!(
            "headwater: `{}` can be read there until this is ended (Ctrl-C)",
            path.display()
        ));
    };
    headwater_web::serve(settings, address, told).with_context(|| format!("`{}`", path.display()))
}

/// The address to listen on.
fn address(host: &str, port: u16) -> Result<SocketAddr> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, port));
    }
    let found = (host, port).to_socket_addrs().ok().and_then(|mut all| all.next());
    let Some(found) = found else { bail!("`{host}` is no address of this machine") };
    Ok(found)
}
