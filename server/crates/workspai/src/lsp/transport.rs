//! tower-lsp, and nothing else knows it: from frames to handlers and back. What it does badly is done around it (see
//! `inlet`, `outbox`, `front`, `backend`).

use std::time::Duration;

use tokio::{io::AsyncWriteExt, sync::mpsc};
use tower_lsp::{Client, LspService, Server};

use super::{
    backend::Backend,
    front::{CONCURRENCY, Front},
    handlers::{NOTICES, REQUESTS},
    life::Death,
    outbox::{Joined, Outbox},
};

/// How long answers that are under way may take after the last message.
const LAST_WORDS: Duration = Duration::from_millis(300);
const PIPE_BYTES: usize = 64 << 10;

/// Serves until the last frame came and its answers are out, or until `death` knows a reason.
pub(crate) async fn serve(
    mut frames: mpsc::Receiver<Vec<u8>>,
    outbox: Outbox,
    backend: impl FnOnce(Client) -> Backend,
    mut death: Death,
) {
    let (mut feed, stdin) = tokio::io::duplex(PIPE_BYTES);
    let mut build = LspService::build(backend);
    for row in REQUESTS {
        build = build.custom_method(row.method, move |backend: &Backend, params| backend.request(row, params));
    }
    for notice in NOTICES {
        build = build.custom_method(notice.method, move |backend: &Backend, params| backend.notice(notice, params));
    }
    let (service, socket) = build.finish();
    let server =
        Server::new(stdin, Joined::new(outbox), socket).concurrency_level(CONCURRENCY).serve(Front::new(service));
    let feeding = async {
        while let Some(body) = frames.recv().await {
            // Fails only when the server is gone.
            if feed.write_all(&super::frame::framed(&body)).await.is_err() {
                return;
            }
        }
        drop(feed);
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        () = server => {}
        () = feeding => {}
        why = death.recv() => tracing::info!("ending: {}", why.unwrap_or("no reason is known")),
    }
}
