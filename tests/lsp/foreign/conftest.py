"""A workspace with one finding, and a session of each editor whose capabilities pytest-lsp knows."""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PATIENCE_SECONDS = 60
EDITORS = ["visual-studio-code", "neovim@v0.6.1", "neovim@v0.11.0", "emacs"]


class Workspace:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def uri(self, path: str = "") -> str:
        return (self.folder / path).as_uri()


@pytest.fixture
def workspace(tmp_path: pathlib.Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.write("api/pyproject.toml", '[project]\nname = "api"\nversion = "0.1.0"\nrequires-python = ">=3.10"\n')
    workspace.write("api/.env", "A=1\nA=2\n")
    return workspace


def editor() -> LanguageClient:
    """pytest-lsp's client, with the one request that it lacks."""
    client = pytest_lsp.make_test_lsp_client()
    client.registrations = []
    client.has_registered = asyncio.Event()

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams) -> None:
        client.registrations.extend(params.registrations)
        client.has_registered.set()

    return client


@pytest_lsp.fixture(
    params=EDITORS,
    config=ClientServerConfig(
        server_command=[os.environ["WORKSPAI_BINARY"], "lsp"], client_factory=editor
    ),
)
async def client(request, lsp_client: LanguageClient, workspace: Workspace):
    folder = types.WorkspaceFolder(uri=workspace.uri(), name="foreign")
    params = types.InitializeParams(
        capabilities=client_capabilities(request.param), root_uri=workspace.uri(), workspace_folders=[folder]
    )
    lsp_client.introduction = await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def diagnostics(client: LanguageClient):
    """Waits until a file has exactly these rules reported."""

    async def wait(uri: str, rules: list[str]) -> list[types.Diagnostic]:
        while sorted(str(found.code) for found in client.diagnostics.get(uri, [])) != sorted(rules):
            # The client's own method would begin to listen one step later, and miss what comes in between.
            published = client.protocol.wait_for_notification_async(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            await asyncio.wait_for(published, PATIENCE_SECONDS)
        return list(client.diagnostics.get(uri, []))

    return wait
