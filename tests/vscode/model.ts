import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Control } from './control.ts';
import { eventually } from './pages/wait.ts';

export interface ModelMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly name?: string;
  readonly text: string;
}

export type ModelLine =
  | { readonly event: 'request'; readonly at: number; readonly id: number; readonly model: string; readonly messages: readonly ModelMessage[] }
  | { readonly event: 'finished' | 'cancelled' | 'failed'; readonly at: number; readonly id: number; readonly sent: number };

export interface Script {
  /** The answer, piece by piece. */
  readonly chunks?: readonly string[];
  /** The pause before each piece. */
  readonly delayMs?: number;
  /** Fail with this message after the first piece; empty for no failure. */
  readonly failure?: string;
}

/** The language model that the test provider offers to the Chat view and to `vscode.lm`. */
export class ScriptedModel {
  static readonly title = 'Scripted Model';
  readonly #logFile: string;
  readonly #control: Control;

  constructor(logFile: string, control: Control) {
    this.#logFile = logFile;
    this.#control = control;
  }

  /** What the model answers from now on. */
  async script(script: Script): Promise<void> {
    for (const [key, value] of Object.entries(script)) await this.#control.setting(`testProvider.${key}`, value);
  }

  /** Everything the model was asked and how each answer ended, in order. */
  async lines(): Promise<ModelLine[]> {
    if (!existsSync(this.#logFile)) return [];
    const text = await readFile(this.#logFile, 'utf8');
    return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as ModelLine);
  }

  async requests(): Promise<Extract<ModelLine, { event: 'request' }>[]> {
    return (await this.lines()).filter((line) => line.event === 'request');
  }

  /** All text of a request, to look for what must or must not be in it. */
  async lastPrompt(): Promise<string> {
    const request = (await this.requests()).at(-1);
    if (!request) throw new Error('the model was not asked anything');
    return request.messages.map(({ text }) => text).join('\n');
  }

  async waitFor(event: ModelLine['event']): Promise<ModelLine> {
    return eventually(`the model to have ${event}`, async () => (await this.lines()).findLast((line) => line.event === event));
  }
}
