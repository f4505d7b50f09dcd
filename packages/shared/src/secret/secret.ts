const redacted = '[redacted]';
/** Node's `util.inspect.custom`, by its registered name so that this folder needs no Node module. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that must not be seen: it prints as `[redacted]` in messages, JSON, logs and the debugger's view.
 * Call {@link Secret.reveal} at the point of use only, never to build a message, a URL or an argument list.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. */
  reveal(): string {
    return this.#value;
  }

  /** A secret made from this one, such as one field of a JSON document. */
  map(transform: (value: string) => string): Secret {
    return new Secret(transform(this.#value));
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect](): string {
    return redacted;
  }
}
