const shown = "[secret]";

/**
 * A value that must not be seen. It prints as `[secret]` wherever it is printed, throws when it is written as JSON, and
 * a structured clone of it is empty. Only `reveal()` gives the value, so every use of it can be found by that name.
 */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  static of(value: string): Secret {
    return new Secret(value);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): never {
    throw new TypeError("A Secret was about to be written as JSON. Leave it out, or reveal() it where it is used.");
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}
