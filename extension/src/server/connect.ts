// Starts a process and speaks LSP with it. Loaded after activation: the language client is the heaviest part of the bundle.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  type LanguageClientOptions,
  ResponseError,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";
import type { Log } from "../log";
import { errorText } from "../words";
import { type InitOptions, type ServerHello, WIRE_HASH } from "../wire/generated";
import { stderrLine } from "./stderrLine";
import { type Client, type Connection, type ConnectionEvents, PUSHES, Refusal } from "./protocol";

const START_LIMIT_MS = 20_000;
const END_LIMIT_MS = 2_000;
const LAST_WORDS_MS = 20;

/** Logs what the language client would show as a notification: trouble belongs to the status bar. */
class QuietClient extends LanguageClient {
  /** While it starts and ends, its owner says what is wrong, in better words. */
  isSpeaking = false;

  override error(message: string, data?: unknown): void {
    const line = data === undefined || data === null ? message : `${message} ${errorText(data)}`;
    if (this.isSpeaking && message !== "") {
      this.outputChannel.error(line);
    } else {
      this.outputChannel.debug(line);
    }
  }

  override warn(message: string): void {
    this.outputChannel.warn(message);
  }

  override info(message: string): void {
    this.outputChannel.debug(message);
  }
}

export interface Launch {
  readonly binary: string;
  readonly log: Log;
  initOptions(): InitOptions;
}

/** Starts the process and waits for its answer to `initialize`. */
export async function connect(launch: Launch, events: ConnectionEvents): Promise<Connection> {
  const { log } = launch;
  const process_ = await startProcess(launch.binary);
  log.debug(`${launch.binary} lsp is process ${process_.pid}`);
  const lastWords = followStderr(process_, log);
  const exit = exitOf(process_);
  let isWanted = true;
  let refusal: Error | undefined;

  const client = new QuietClient(
    "workspai",
    "Workspai",
    () => Promise.resolve({ reader: process_.stdout!, writer: process_.stdin!, detached: true }),
    clientOptions(launch, (error) => (refusal = error)),
  );
  for (const method of PUSHES) {
    client.onNotification(method, (params: unknown) => events.onPush(method, params as never));
  }
  const end = async (): Promise<void> => {
    isWanted = false;
    client.isSpeaking = false;
    await client.stop(END_LIMIT_MS).catch(() => undefined);
    process_.kill("SIGKILL");
  };

  try {
    const started = client.start();
    started.catch(() => undefined);
    await Promise.race([started, exit.then((reason) => Promise.reject(new Error(withWords(reason, lastWords())))), limit()]);
    client.isSpeaking = true;
    const hello = checkHello(client.initializeResult?.capabilities.experimental as unknown);
    void exit.then((reason) => {
      if (isWanted) {
        events.onEnded(withWords(reason, lastWords()));
      }
    });
    log.info(`sidecar ${hello.version}, process ${hello.processId}, from ${launch.binary}`);
    return { client: typed(client, log), hello, stop: end };
  } catch (error) {
    isWanted = false;
    const answer = refusal instanceof ResponseError ? refusal : undefined;
    const isBroken = answer !== undefined && isClientsOwn(answer);
    // How a process ended says more than which pipe broke.
    const reason = isBroken ? await Promise.race([exit, later(END_LIMIT_MS)]) : undefined;
    await end();
    if (answer && !isBroken) {
      throw new Refusal(kindOf(answer), answer.message);
    }
    throw reason === undefined ? error : new Error(withWords(reason, lastWords()));
  }
}

function clientOptions(launch: Launch, onRefused: (error: Error) => void): LanguageClientOptions {
  return {
    documentSelector: [{ scheme: "file" }, { scheme: "untitled" }],
    diagnosticCollectionName: "workspai",
    outputChannel: launch.log.channel,
    traceOutputChannel: launch.log.channel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => launch.initOptions(),
    initializationFailedHandler: (error: Error) => {
      onRefused(error);
      return false;
    },
    errorHandler: {
      // A broken frame is no reason to end the process; its end is noticed by itself.
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true, message: "" }),
    },
  };
}

async function startProcess(binary: string): Promise<ChildProcess> {
  const started = spawn(binary, ["lsp"], { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  // Writing to a process that has just died must not end the extension host.
  started.stdin.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    started.once("spawn", resolve);
    started.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EACCES" ? "it may not be run" : error.code === "ENOENT" ? "it is not there" : error.message;
      reject(new Refusal("refused", `${binary} does not start: ${why}. Correct workspai.server.path or install Workspai again.`));
    });
  });
  return started;
}

/** Writes each line to the log; returns what gives the last line that names an error. */
function followStderr(process_: ChildProcess, log: Log): () => string {
  let last = "";
  createInterface({ input: process_.stderr!, crlfDelay: Infinity }).on("line", (line) => {
    const { level, text } = stderrLine(line);
    log.write(level, text);
    if (level === "error") {
      last = text;
    }
  });
  return () => last;
}

/** Resolves a moment after the end, when its last words have been read too. */
function exitOf(process_: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    process_.once("exit", (exitCode, signal) => {
      setTimeout(() => resolve(signal ? `killed by ${signal}` : `exit code ${exitCode ?? "unknown"}`), LAST_WORDS_MS);
    });
  });
}

function limit(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${START_LIMIT_MS / 1000} s`)), START_LIMIT_MS).unref();
  });
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}

function withWords(reason: string, words: string): string {
  return words === "" ? reason : `${reason}: ${words}`;
}

function checkHello(experimental: unknown): ServerHello {
  const hello = (experimental as { workspai?: ServerHello } | undefined)?.workspai;
  if (hello?.wireHash !== WIRE_HASH) {
    const other = hello === undefined ? "it names no version" : `it is version ${hello.version}`;
    throw new Refusal(
      "mismatch",
      `The extension and its program workspai are of different builds (${other}). Install Workspai again, or correct workspai.server.path.`,
    );
  }
  return hello;
}

/**
 * The client answers by itself what it cannot send to a process that is dying, and what a dead one leaves open: no refusal, and
 * another start may help.
 */
function isClientsOwn({ code }: ResponseError<unknown>): boolean {
  return code >= ErrorCodes.MessageWriteError && code <= ErrorCodes.ConnectionInactive;
}

function kindOf(error: Error): "mismatch" | "refused" {
  return /protocol|different installs/i.test(error.message) ? "mismatch" : "refused";
}

function typed(client: LanguageClient, log: Log): Client {
  return {
    request: async (method, params, cancellation) => {
      const token = cancellation as vscode.CancellationToken | undefined;
      try {
        return await (token ? client.sendRequest(method, params, token) : client.sendRequest(method, params));
      } catch (error) {
        log.debug(`${method} failed: ${errorText(error)}`);
        if (error instanceof ResponseError && isClientsOwn(error)) {
          throw new Error("The sidecar ended before it answered. It starts again by itself; try once more.");
        }
        throw error;
      }
    },
    notify: (method, params) => {
      client.sendNotification(method, params).catch((error: unknown) => log.debug(`${method} was lost: ${errorText(error)}`));
    },
  };
}
