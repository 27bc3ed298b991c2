/** Whatever can be given back. Structurally a `vscode.Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** A value that tells when it changes. */
export class Signal<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    if (Object.is(value, this.#value)) {
      return;
    }
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      listener(value);
    }
  }

  /** Calls `listener` on each change, not now. */
  onChange(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Calls `listener` now and on each change. */
  follow(listener: (value: T) => void): Disposable {
    const subscription = this.onChange(listener);
    listener(this.#value);
    return subscription;
  }
}

/** Gives back several things at once, last first. */
export function all(...parts: readonly Disposable[]): Disposable {
  return {
    dispose: () => {
      for (const part of [...parts].reverse()) {
        part.dispose();
      }
    },
  };
}
