//! What `initialize` says: who the client is, what it can do, which folders it opened.

use lsp_types::{ClientCapabilities, InitializeParams, Url, WorkspaceFolder};
use wire::{WIRE_HASH, session::InitOptions, session::Settings};

use super::{convert, folders::Folder};

/// The session as it starts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    /// In the editor's order.
    pub(crate) folders: Vec<Folder>,
    /// What the client can do.
    pub(crate) client: ClientTraits,
    /// Whether the user trusts the workspace.
    pub(crate) is_trusted: bool,
    /// The folder for the program's own files.
    pub(crate) storage: Option<std::path::PathBuf>,
    /// The first settings.
    pub(crate) settings: Settings,
    /// The process to outlive never.
    pub(crate) process: Option<u32>,
}

/// What the client can do, as far as we care.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own in LSP")]
pub(crate) struct ClientTraits {
    /// It is our shell: it speaks our messages and runs our commands.
    pub(crate) is_ours: bool,
    /// Shows related information of diagnostics.
    pub(crate) shows_related: bool,
    /// Opens a diagnostic code's page.
    pub(crate) opens_codes: bool,
    /// Wants to know which version diagnostics speak of.
    pub(crate) takes_versions: bool,
    /// Understands code actions that are no bare commands.
    pub(crate) takes_actions: bool,
    /// Applies edits only to the version they were made for.
    pub(crate) takes_versioned_edits: bool,
    /// Creates files in edits.
    pub(crate) creates_files: bool,
    /// Watches files for us.
    pub(crate) watches_files: bool,
}

/// Why the session cannot start. The text is for the user.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This extension speaks protocol {theirs}, the sidecar workspai {version} speaks {WIRE_HASH}. They come from \
     different installs: reinstall the extension, or clear the setting that points to another workspai."
)]
pub(crate) struct MixedInstall {
    theirs: String,
    version: &'static str,
}

impl Session {
    /// Reads `initialize`; the second value are warnings about settings.
    ///
    /// # Errors
    /// When the shell was built for another protocol.
    pub(crate) fn new(params: InitializeParams) -> Result<(Self, Vec<String>), MixedInstall> {
        let mut raw = params.initialization_options.unwrap_or_default();
        let raw_settings = raw.as_object_mut().and_then(|options| options.remove("settings")).unwrap_or_default();
        // What is not understood is not trusted, and never a reason not to start.
        let options: InitOptions = serde_json::from_value(raw).unwrap_or_default();
        if let Some(theirs) = options.wire_hash.as_ref().filter(|hash| *hash != WIRE_HASH) {
            return Err(MixedInstall { theirs: theirs.clone(), version: env!("CARGO_PKG_VERSION") });
        }
        let (settings, warnings) = convert::settings(&raw_settings);
        // Clients that know no workspace folders send only the root.
        let folders =
            params.workspace_folders.unwrap_or_else(|| params.root_uri.map(only_folder).into_iter().collect());
        let session = Self {
            folders: folders.into_iter().filter_map(Folder::new).collect(),
            client: ClientTraits::new(&params.capabilities, options.wire_hash.is_some()),
            is_trusted: options.is_trusted,
            storage: options.storage.map(Into::into),
            settings,
            process: params.process_id,
        };
        Ok((session, warnings))
    }
}

fn only_folder(uri: Url) -> WorkspaceFolder {
    WorkspaceFolder { uri, name: String::new() }
}

impl ClientTraits {
    fn new(client: &ClientCapabilities, is_ours: bool) -> Self {
        let document = client.text_document.as_ref();
        let published = document.and_then(|document| document.publish_diagnostics.as_ref());
        let workspace = client.workspace.as_ref();
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let actions = document.and_then(|document| document.code_action.as_ref());
        let can_create =
            |kinds: &Vec<lsp_types::ResourceOperationKind>| kinds.contains(&lsp_types::ResourceOperationKind::Create);
        Self {
            is_ours,
            shows_related: published.and_then(|has| has.related_information).unwrap_or(false),
            opens_codes: published.and_then(|has| has.code_description_support).unwrap_or(false),
            takes_versions: published.and_then(|has| has.version_support).unwrap_or(false),
            takes_actions: actions.is_some_and(|has| has.code_action_literal_support.is_some()),
            takes_versioned_edits: edit.and_then(|has| has.document_changes).unwrap_or(false),
            creates_files: edit.and_then(|has| has.resource_operations.as_ref()).is_some_and(can_create),
            watches_files: watched.and_then(|has| has.dynamic_registration).unwrap_or(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn session(options: serde_json::Value) -> Result<(Session, Vec<String>), MixedInstall> {
        let params = json!({ "processId": 1, "capabilities": {}, "initializationOptions": options });
        Session::new(serde_json::from_value(params).expect("initialize"))
    }

    #[test]
    fn a_shell_of_another_protocol_is_told_both_versions_and_what_to_do() {
        let error = session(json!({ "wireHash": "0123" })).expect_err("another protocol").to_string();
        assert!(error.contains("0123") && error.contains(WIRE_HASH) && error.contains("reinstall"), "{error}");
    }

    #[test]
    fn a_foreign_client_is_welcome() {
        for options in [json!(null), json!({}), json!("what"), json!({ "isTrusted": "yes" })] {
            let (session, _) = session(options).expect("a session");
            assert!(!session.is_trusted && !session.client.is_ours);
        }
    }

    #[test]
    fn bad_settings_cost_neither_trust_nor_storage() {
        let options =
            json!({ "wireHash": WIRE_HASH, "isTrusted": true, "storage": "/s", "settings": { "logLevel": 1 } });
        let (session, warnings) = session(options).expect("a session");
        assert!(session.is_trusted && session.client.is_ours && session.storage.is_some());
        assert_eq!(warnings.len(), 1);
    }
}
