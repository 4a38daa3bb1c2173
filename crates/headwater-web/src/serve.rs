//! The door: connections, and what is bounded about them.

use crate::Settings;
use crate::answer;
use crate::library::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Most bytes of what is sent with a request: a page that is checked.
pub(crate) const BODY: usize = 16 << 20;
/// Connections at once.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take, and a connection that asks for nothing may stay.
const HEAD: Duration = Duration::from_secs(15);
/// How long one connection is served.
const STAY: Duration = Duration::from_secs(900);

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The address cannot be listened on.
    #[error("cannot listen on {0}: {1}")]
    Address(SocketAddr, std::io::Error),
    /// The machine gives no threads.
    #[error("cannot start: {0}")]
    Machine(std::io::Error),
    /// The library cannot be read.
    #[error(transparent)]
    Library(#[from] headwater_store::Trouble),
}

/// The views over a library, as a service that answers requests: for tests, and for programs that bring
/// their own server.
///
/// ```no_run
/// use headwater::Engine;
/// use headwater_store::Stamp;
/// use headwater_web::{Settings, router};
/// use std::time::Duration;
///
/// let service = router(Settings {
///     library: "headwater.db".into(),
///     engine: Engine::fast(),
///     host: String::new(),
///     writes: false,
///     patience: Duration::from_secs(60),
///     now: Stamp::default,
/// });
/// ```
pub fn router(settings: Settings) -> Router {
    Router::new()
        .fallback(answer::answer)
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(Arc::new(App::new(settings)))
}

/// Serves a library at an address until the process ends. `told` is called with the address once it
/// can be asked: with port 0 the system chose one.
///
/// # Errors
/// If the library cannot be read or the address not be listened on.
pub fn serve(
    settings: Settings,
    address: SocketAddr,
    told: impl FnOnce(SocketAddr),
) -> Result<(), Refused> {
    let app = App::new(settings);
    app.state()?;
    let router = Router::new()
        .fallback(answer::answer)
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(Arc::new(app));
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().map_err(Refused::Machine)?;
    runtime.block_on(async {
        let refused = |e| Refused::Address(address, e);
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        told(listener.local_addr().map_err(refused)?);
        accept(listener, router).await;
        Ok(())
    })
}

async fn accept(listener: TcpListener, router: Router) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, say: it passes.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 << 10);
            // A client may have said all and still wait for the answer.
            http.half_close(true);
            let served = http.serve_connection(TokioIo::new(stream), service);
            // A connection that breaks off is nobody's trouble.
            let _ = tokio::time::timeout(STAY, served).await;
            drop(place);
        });
    }
}
