import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { eventually } from './pages/wait.ts';

export interface Diagnostic {
  /** Absolute. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly source?: string;
  readonly code?: string;
  readonly message: string;
  readonly related: readonly { readonly path: string; readonly line: number; readonly message: string }[];
}

const REPLY_LIMIT_MS = 20_000;

/**
 * Talks to the test-control extension: for preparing a scenario and for reading exactly what the window shows only
 * roughly. What a person does, a scenario does through the page objects.
 */
export class Control {
  readonly #addressFile: string;

  constructor(addressFile: string) {
    this.#addressFile = addressFile;
  }

  /** Changes a user setting; `undefined` takes it away. */
  async setting(key: string, value: unknown): Promise<void> {
    await this.#ask({ operation: 'setting', key, value });
  }

  /** Runs a command by its id and returns its result as far as JSON can hold it. */
  async command(id: string, ...args: unknown[]): Promise<unknown> {
    return this.#ask({ operation: 'command', id, args });
  }

  /** All diagnostics of all extensions, or those of the file whose path ends like this. */
  async diagnostics(pathEnd = ''): Promise<Diagnostic[]> {
    const all = (await this.#ask({ operation: 'diagnostics' })) as Diagnostic[];
    return all.filter(({ path }) => path.endsWith(pathEnd));
  }

  /** Names of the opened folders. */
  async folders(): Promise<string[]> {
    return (await this.#ask({ operation: 'folders' })) as string[];
  }

  async #ask(body: object): Promise<unknown> {
    // Refused connections are tried again: after a reload of the window the address is a moment old.
    const reply = await eventually('the test-control extension', () => this.#post(JSON.stringify(body)), REPLY_LIMIT_MS);
    if (reply.error) throw new Error(`${JSON.stringify(body)}: ${reply.error}`);
    return reply.value;
  }

  async #post(body: string): Promise<{ value?: unknown; error?: string } | undefined> {
    if (!existsSync(this.#addressFile)) return undefined;
    const url = `http://127.0.0.1:${await readFile(this.#addressFile, 'utf8')}/`;
    try {
      const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(REPLY_LIMIT_MS) });
      return (await response.json()) as { value?: unknown; error?: string };
    } catch (error) {
      if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED') return undefined;
      return { error: (error as Error).message };
    }
  }
}
