//! What tower-lsp calls. ORDER: it polls handlers concurrently, so the only order we get is that of their first polls.
//! Every handler therefore posts to the mailbox before its first `.await` (tests/lsp/ordering.rs pins it), and computes
//! nothing: all handlers share one task.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use futures::future::{BoxFuture, FutureExt, ready};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, CodeActionResponse,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, InitializeParams,
    InitializeResult, InitializedParams, OneOf, PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentContentChangeEvent, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tower_lsp::{
    Client, LanguageServer, async_trait,
    jsonrpc::{Error, ErrorCode, Result},
};
use wire::{WIRE_HASH, session::ServerHello};

use super::{
    convert,
    documents::TextChange,
    event::{Class, DocumentEvent, Event, Mailbox, Read},
    fault::{Fault, Reply},
    folders::Folder,
    handlers::{Cx, Notice, Row, Run},
    life::Life,
    log::Log,
    office::Office,
    outbox::Outbox,
    session::Session,
    watch,
};

/// Between tower-lsp and the mailbox.
pub(crate) struct Backend {
    client: Client,
    mailbox: Mailbox,
    log: Log,
    life: Life,
    outbox: Outbox,
    /// Opened by `initialize`; tower-lsp lets nothing else through before it.
    office: Arc<OnceLock<Arc<Office>>>,
    watches_files: OnceLock<bool>,
}

impl Backend {
    pub(crate) fn new(
        client: Client,
        mailbox: Mailbox,
        log: Log,
        life: Life,
        outbox: Outbox,
        office: Arc<OnceLock<Arc<Office>>>,
    ) -> Self {
        Self { client, mailbox, log, life, outbox, office, watches_files: OnceLock::new() }
    }

    /// Answers a request of ours from the table.
    pub(crate) fn request(&self, row: &'static Row, params: Value) -> BoxFuture<'static, Result<Value>> {
        let reply = match row.run {
            Run::Blocking(run) => self.read(row.class, move |cx| run(cx, params)),
            Run::Waiting(run) => self.wait(row.class, move |cx| run(cx, params)),
        };
        reply.map(|reply| reply.map_err(Error::from)).boxed()
    }

    /// Takes a notification of ours from the table.
    pub(crate) fn notice(&self, notice: &'static Notice, params: Value) -> BoxFuture<'static, ()> {
        if let Some(office) = self.office.get() {
            (notice.run)(&self.mailbox, office, params);
        }
        ready(()).boxed()
    }

    /// Computes on a thread that may block.
    fn read<T: Send + 'static>(
        &self,
        class: Class,
        run: impl FnOnce(&Cx) -> Reply<T> + Send + 'static,
    ) -> BoxFuture<'static, Reply<T>> {
        self.post_read(class, move |cx, answer| {
            tokio::task::spawn_blocking(move || {
                if !cx.cancel.is_cancelled() {
                    let reply = catch_unwind(AssertUnwindSafe(|| run(&cx)));
                    // Nobody waits for what was cancelled in the meantime.
                    let _ = answer.send(reply.unwrap_or(Err(Fault::Bug)));
                }
            });
        })
    }

    /// Waits on a task of its own. It ends by itself when it is cancelled: there may be something to put in order.
    fn wait<T: Send + 'static>(
        &self,
        class: Class,
        run: impl FnOnce(Cx) -> BoxFuture<'static, Reply<T>> + Send + 'static,
    ) -> BoxFuture<'static, Reply<T>> {
        self.post_read(class, move |cx, answer| {
            tokio::spawn(async move {
                if !cx.cancel.is_cancelled() {
                    let reply = AssertUnwindSafe(run(cx)).catch_unwind().await;
                    let _ = answer.send(reply.unwrap_or(Err(Fault::Bug)));
                }
            });
        })
    }

    /// Posts a read and waits for its answer. Dropping the future cancels the read.
    fn post_read<T: Send + 'static>(
        &self,
        class: Class,
        start: impl FnOnce(Cx, oneshot::Sender<Reply<T>>) + Send + 'static,
    ) -> BoxFuture<'static, Reply<T>> {
        let Some(office) = self.office.get().cloned() else { return ready(Err(Fault::Cancelled)).boxed() };
        let (answer, answered) = oneshot::channel();
        let cancel = CancellationToken::new();
        let guard = cancel.clone().drop_guard();
        let job = Box::new(move |view| start(Cx { view, office, cancel }, answer));
        self.mailbox.post(Event::Read(Read { class, job }));
        async move {
            let reply = answered.await.unwrap_or(Err(Fault::Cancelled));
            drop(guard);
            reply
        }
        .boxed()
    }
}

#[async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let (session, warnings) = Session::new(params).map_err(|mixed| Error {
            code: ErrorCode::ServerError(-32001),
            message: mixed.to_string().into(),
            data: Some(json!({ "retry": false })),
        })?;
        let office = Arc::new(Office::open(&session, self.outbox.clone()));
        // tower-lsp lets one `initialize` through.
        let _ = self.watches_files.set(session.client.watches_files);
        let _ = self.office.set(Arc::clone(&office));
        if let Some(process) = session.process {
            self.life.follow(process);
        }
        self.mailbox.post(Event::Introduced(Box::new(session), office));
        for warning in warnings {
            tracing::warn!("setting {warning}");
        }
        Ok(introduction())
    }

    async fn initialized(&self, _: InitializedParams) {
        // First: what is logged while the index is built must arrive.
        self.log.open();
        self.mailbox.post(Event::Started);
        if self.watches_files.get() == Some(&true) {
            let client = self.client.clone();
            // Never awaited here: a client that does not answer must not hold a handler.
            tokio::spawn(async move {
                if let Err(error) = client.register_capability(vec![watch::registration()]).await {
                    tracing::warn!("the editor does not watch files: {error}; changes on disk are not seen");
                }
            });
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let (uri, version, text) = (document.uri, document.version, document.text);
        self.mailbox.post(Event::Document(DocumentEvent::Opened { uri, version, text }));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (uri, version) = (params.text_document.uri, params.text_document.version);
        let changes = params.content_changes.into_iter().map(text_change).collect();
        self.mailbox.post(Event::Document(DocumentEvent::Edited { uri, version, changes }));
    }

    /// A client that watches no files tells it only so.
    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.mailbox.post(Event::Watched(vec![params.text_document.uri]));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.mailbox.post(Event::Document(DocumentEvent::Closed { uri: params.text_document.uri }));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.mailbox.post(Event::Watched(params.changes.into_iter().map(|change| change.uri).collect()));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let added = params.event.added.into_iter().filter_map(Folder::new).collect();
        let removed = params.event.removed.into_iter().map(|folder| folder.uri).collect();
        self.mailbox.post(Event::Folders { added, removed });
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let read = self.read(Class::Prompt, move |cx| Ok(convert::code_actions(&cx.view, &params)));
        Ok(Some(read.await?))
    }
}

fn text_change(change: TextDocumentContentChangeEvent) -> TextChange {
    TextChange { range: change.range.map(convert::range), text: change.text }
}

fn introduction() -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
    let actions =
        CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]), ..CodeActionOptions::default() };
    let hello = ServerHello {
        wire_hash: WIRE_HASH.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        process_id: std::process::id(),
    };
    let capabilities = ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        experimental: Some(json!({ "workspai": hello })),
        ..ServerCapabilities::default()
    };
    let server_info = ServerInfo { name: "workspai".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(server_info) }
}
