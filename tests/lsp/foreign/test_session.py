"""What any editor may expect of a language server."""

import asyncio

from conftest import PATIENCE_SECONDS
from lsprotocol import types


async def test_it_introduces_itself(client):
    introduction = client.introduction
    assert introduction.server_info.name == "workspai"
    assert introduction.capabilities.position_encoding in (None, "utf-16")
    assert introduction.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Incremental


async def test_it_reports_findings_of_files_that_are_not_open(client, workspace, diagnostics):
    [finding] = await diagnostics(workspace.uri("api/.env"), ["env-duplicate"])
    assert finding.source == "workspai"
    assert finding.range.start.line == 1


async def test_edits_change_what_is_reported(client, workspace, diagnostics):
    uri = workspace.uri("api/.env")
    await diagnostics(uri, ["env-duplicate"])
    document = types.TextDocumentItem(uri=uri, language_id="dotenv", version=1, text="# 😀\nA=1\nA=2\n")
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    line = types.Range(types.Position(2, 0), types.Position(3, 0))
    change(client, uri, 2, types.TextDocumentContentChangePartial(range=line, text=""))
    await diagnostics(uri, [])
    after_emoji = types.Position(0, 4)
    at = types.Range(after_emoji, after_emoji)
    change(client, uri, 3, types.TextDocumentContentChangePartial(range=at, text="\nA=0"))
    [finding] = await diagnostics(uri, ["env-duplicate"])
    assert finding.range.start.line == 2
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    [finding] = await diagnostics(uri, ["env-duplicate"])


async def test_a_quick_fix_is_an_edit_that_the_editor_can_apply(client, workspace, diagnostics):
    uri = workspace.uri("api/.env")
    [finding] = await diagnostics(uri, ["env-duplicate"])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri),
            range=finding.range,
            context=types.CodeActionContext(diagnostics=[finding], only=[types.CodeActionKind.QuickFix]),
        )
    )
    assert actions
    for action in actions:
        assert isinstance(action, types.CodeAction)
        assert action.command is None, "commands of ours mean nothing to a foreign editor"
        assert action.edit.changes or action.edit.document_changes


async def test_files_that_change_on_disk_are_read_again(client, workspace, diagnostics):
    uri = workspace.uri("api/.env")
    await diagnostics(uri, ["env-duplicate"])
    workspace.write("api/.env", "A=1\n")
    watchers = client.capabilities.workspace.did_change_watched_files
    if watchers and watchers.dynamic_registration:
        await asyncio.wait_for(client.has_registered.wait(), PATIENCE_SECONDS)
        assert [wanted.method for wanted in client.registrations] == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    event = types.FileEvent(uri=uri, type=types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await diagnostics(uri, [])


async def test_folders_may_be_added_and_removed(client, workspace, diagnostics, tmp_path_factory):
    other = type(workspace)(tmp_path_factory.mktemp("other"))
    other.write("web/.env", "B=1\nB=2\n")
    folder = types.WorkspaceFolder(uri=other.uri(), name="other")
    change_folders(client, added=[folder])
    await diagnostics(other.uri("web/.env"), ["env-duplicate"])
    change_folders(client, removed=[folder])
    await diagnostics(other.uri("web/.env"), [])


async def test_documents_that_are_no_files_do_no_harm(client, workspace, diagnostics):
    for uri in ["untitled:Untitled-1", "git:/x/.env?ref", "vscode-vfs://github/a/b/.env"]:
        document = types.TextDocumentItem(uri=uri, language_id="dotenv", version=1, text="A=1\nA=2\n")
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    await diagnostics(workspace.uri("api/.env"), ["env-duplicate"])


def change(client, uri, version, edit):
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [edit]))


def change_folders(client, added=(), removed=()):
    event = types.WorkspaceFoldersChangeEvent(added=list(added), removed=list(removed))
    client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
