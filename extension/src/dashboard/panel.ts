import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Ctx } from "../ctx";
import { all, type Disposable } from "../signal";
import type { DashboardState } from "../wire/generated";
import { errorText } from "../words";
import { CONTRACT, isToHost, type ToHost } from "./contract";
import { createFeed, type Feed } from "./feed";
import { dashboardHtml } from "./html";
import { carryOut } from "./intents";

export const VIEW_TYPE = "workspai.dashboard";
const START_PATIENCE_MS = 15_000;

/** Ties a panel to its feed until the panel is closed. */
export function drivePanel(ctx: Ctx, panel: vscode.WebviewPanel): Disposable {
  const { webview } = panel;
  const files = vscode.Uri.joinPath(ctx.extension.extensionUri, "dist");
  webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [files] };
  panel.iconPath = vscode.Uri.joinPath(ctx.extension.extensionUri, "media", "icon.png");
  const feed = createFeed({
    read: () => readState(ctx),
    post: (message) => void webview.postMessage(message),
  });
  const listeners = all(
    webview.onDidReceiveMessage((message: unknown) => void receive(ctx, feed, message, () => load(webview, files))),
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away. Shown again, it starts anew and says that it is ready.
      if (!panel.visible) {
        feed.viewGone();
      }
    }),
    ctx.sidecar.onReady(() => feed.restarted()),
    ctx.sidecar.onPush("ws/indexChanged", () => feed.changed()),
    ctx.sidecar.onPush("incident/changed", () => feed.changed()),
    ctx.state.lifecycle.onChange(({ kind }) => kind === "failed" && feed.changed()),
    { dispose: () => feed.dispose() },
  );
  load(webview, files);
  return listeners;
}

function load(webview: vscode.Webview, files: vscode.Uri): void {
  const address = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
  webview.html = dashboardHtml({
    cspSource: webview.cspSource,
    script: address("webview.js"),
    sheet: address("webview.css"),
    icons: address("codicon.css"),
    nonce: randomBytes(18).toString("base64"),
  });
}

async function readState(ctx: Ctx): Promise<DashboardState> {
  const client = await ctx.sidecar.whenReady(START_PATIENCE_MS);
  if (!client) {
    const lifecycle = ctx.state.lifecycle.value;
    throw new Error(lifecycle.kind === "failed" ? lifecycle.failure.message : "Workspai's sidecar is not running.");
  }
  return client.request("ws/dashboardState", {});
}

async function receive(ctx: Ctx, feed: Feed, message: unknown, reload: () => void): Promise<void> {
  if (!isToHost(message)) {
    ctx.log.warn("dashboard: dropped a message that is not in the contract");
    return;
  }
  if (message.type === "ready") {
    greet(ctx, feed, message, reload);
    return;
  }
  if (message.type === "refresh") {
    feed.changed();
    return;
  }
  try {
    await carryOut(ctx, message, feed.state);
  } catch (error) {
    ctx.log.error(`dashboard: ${message.type} failed`, error);
    void vscode.window.showErrorMessage(errorText(error));
  }
}

function greet(ctx: Ctx, feed: Feed, { contract }: Extract<ToHost, { type: "ready" }>, reload: () => void): void {
  if (contract === CONTRACT) {
    feed.viewReady();
  } else {
    // A page of another version of the extension.
    ctx.log.warn(`dashboard: the page speaks contract ${contract}, not ${CONTRACT}; it is loaded again`);
    reload();
  }
}
