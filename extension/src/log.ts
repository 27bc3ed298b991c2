import * as vscode from "vscode";
import { errorText } from "./words";
import type { LogLevel } from "./wire/generated";

const RANK: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3, trace: 4 };

const CHANNEL_RANK: Readonly<Record<vscode.LogLevel, number>> = {
  [vscode.LogLevel.Off]: -1,
  [vscode.LogLevel.Error]: 0,
  [vscode.LogLevel.Warning]: 1,
  [vscode.LogLevel.Info]: 2,
  [vscode.LogLevel.Debug]: 3,
  [vscode.LogLevel.Trace]: 4,
};

/** The one log of the extension: the output channel "Workspai". */
export class Log implements vscode.Disposable {
  readonly channel = vscode.window.createOutputChannel("Workspai", { log: true });
  /** The setting `workspai.log.level`. */
  level: LogLevel = "info";

  error(message: string, error?: unknown): void {
    this.write("error", error === undefined ? message : `${message}: ${errorText(error)}`);
  }

  warn(message: string): void {
    this.write("warn", message);
  }

  info(message: string): void {
    this.write("info", message);
  }

  debug(message: string): void {
    this.write("debug", message);
  }

  write(level: LogLevel, message: string): void {
    if (RANK[level] > RANK[this.level]) {
      return;
    }
    // The channel has a level of its own, which cannot be set from here. Our setting decides: what the channel would
    // drop is written at its level, with the real one named.
    const limit = CHANNEL_RANK[this.channel.logLevel];
    if (RANK[level] > limit && limit >= RANK.info) {
      this.channel.info(`[${level}] ${message}`);
    } else {
      this.channel[level](message);
    }
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
