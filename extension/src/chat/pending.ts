// Questions on their way into the Chat view. Plain. The view carries only text and files; what else is known of a
// question is kept here until its text comes back.
import type { Question } from "../question";

const MOST = 20;

export class Pending {
  readonly #questions = new Map<string, Question>();

  put(question: Question): void {
    this.#questions.set(keyOf(question.prompt), question);
    const [oldest] = this.#questions.keys();
    if (this.#questions.size > MOST && oldest !== undefined) {
      this.#questions.delete(oldest);
    }
  }

  /** The question of that prompt, once. */
  take(prompt: string): Question | undefined {
    const key = keyOf(prompt);
    const question = this.#questions.get(key);
    this.#questions.delete(key);
    return question;
  }
}

function keyOf(prompt: string): string {
  return prompt.replace(/\s+/g, " ").trim();
}
