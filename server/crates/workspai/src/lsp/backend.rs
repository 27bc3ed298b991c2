//! What tower-lsp calls. ORDER: it polls handlers concurrently, so the only order we get is that of their first polls.
//! Every handler therefore posts to the mailbox before its first `.await` (tests/lsp/ordering.rs pins it), and computes
//! nothing: all handlers share one task.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};

use futures::future::{BoxFuture, FutureExt, ready};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, CodeActionResponse,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, InitializeParams, InitializeResult, InitializedParams,
    OneOf, PositionEncodingKind, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentContentChangeEvent,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
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
    handlers::{Cx, Notice, Row},
    life::Life,
    log::Log,
    session::Session,
    watch,
};

/// Between tower-lsp and the mailbox.
pub(crate) struct Backend {
    client: Client,
    mailbox: Mailbox,
    log: Log,
    life: Life,
    watches_files: OnceLock<bool>,
}

impl Backend {
    pub(crate) fn new(client: Client, mailbox: Mailbox, log: Log, life: Life) -> Self {
        Self { client, mailbox, log, life, watches_files: OnceLock::new() }
    }

    /// Answers a request of ours from the table.
    pub(crate) fn request(&self, row: &'static Row, params: Value) -> BoxFuture<'static, Result<Value>> {
        self.read(row.class, move |cx| (row.run)(cx, params)).map(|reply| reply.map_err(Error::from)).boxed()
    }

    /// Takes a notification of ours from the table.
    pub(crate) fn notice(&self, notice: &'static Notice, params: Value) -> BoxFuture<'static, ()> {
        match (notice.event)(params) {
            Some(event) => self.mailbox.post(event),
            None => tracing::warn!(method = notice.method, "a notification could not be understood and was ignored"),
        }
        ready(()).boxed()
    }

    /// Posts a read and waits for it. Dropping the future cancels the read.
    fn read<T: Send + 'static>(
        &self,
        class: Class,
        run: impl FnOnce(&Cx) -> Reply<T> + Send + 'static,
    ) -> BoxFuture<'static, Reply<T>> {
        let (answer, answered) = oneshot::channel();
        let cancel = CancellationToken::new();
        let guard = cancel.clone().drop_guard();
        let job = Box::new(move |view| {
            tokio::task::spawn_blocking(move || {
                let cx = Cx { view, cancel };
                if !cx.cancel.is_cancelled() {
                    let reply = catch_unwind(AssertUnwindSafe(|| run(&cx))).unwrap_or(Err(Fault::Bug));
                    // Nobody waits for what was cancelled in the meantime.
                    let _ = answer.send(reply);
                }
            });
        });
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
        let _ = self.watches_files.set(session.client.watches_files);
        if let Some(process) = session.process {
            self.life.follow(process);
        }
        self.mailbox.post(Event::Introduced(Box::new(session)));
        for warning in warnings {
            tracing::warn!("setting {warning}");
        }
        Ok(introduction())
    }

    async fn initialized(&self, _: InitializedParams) {
        self.mailbox.post(Event::Started);
        self.log.open();
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
