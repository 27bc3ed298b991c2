import * as vscode from "vscode";

/** Read-only documents that we write, shown as the editor's own Markdown preview. */
export class Pages implements vscode.TextDocumentContentProvider {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changes.event;
  readonly #texts = new Map<string, string>();
  readonly #scheme: string;
  readonly #write: (id: string) => Promise<string>;

  /** `write` makes the text of a page that nobody has set, such as one restored after a reload. */
  constructor(scheme: string, write: (id: string) => Promise<string>) {
    this.#scheme = scheme;
    this.#write = write;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(this.#scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === this.#scheme) {
          this.#texts.delete(idOf(uri));
        }
      }),
      this.#changes,
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return this.#texts.get(idOf(uri)) ?? this.#write(idOf(uri));
  }

  /** The address of a page; its name is what the tab says. */
  uri(id: string, title: string): vscode.Uri {
    const name = title.replace(/[/\\:*?"<>|#%\s]+/g, " ").trim().slice(0, 60).trim() || "Page";
    return vscode.Uri.from({ scheme: this.#scheme, path: `/${name}`, query: id });
  }

  set(uri: vscode.Uri, text: string): void {
    this.#texts.set(idOf(uri), text);
    this.#changes.fire(uri);
  }

  /** Draws an open page again from its source. */
  refresh(id: string): void {
    this.#texts.delete(id);
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === this.#scheme && idOf(uri) === id) {
        this.#changes.fire(uri);
      }
    }
  }

  async show(uri: vscode.Uri): Promise<void> {
    const hasPreview = vscode.extensions.getExtension("vscode.markdown-language-features") !== undefined;
    if (hasPreview) {
      await vscode.commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor");
    } else {
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  /** The page that a title-bar command is about. */
  static idOf(uri: vscode.Uri | undefined, scheme: string): string | undefined {
    const shown = uri ?? activeUri();
    return shown?.scheme === scheme ? idOf(shown) : undefined;
  }
}

function idOf(uri: vscode.Uri): string {
  return uri.query;
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}
