type Json = Readonly<Record<string, unknown>>;

/** Below so many characters a reference is no shorter than what it names. */
const LEAST_CHARACTERS = 60;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSchema = (value: unknown): value is Json =>
  isObject(value) && ['type', 'anyOf', 'allOf', '$ref'].some((keyword) => keyword in value);

/** Schemas by their names: each is in the document once, and everywhere else a reference to it. */
export class Components {
  readonly #names = new Map<string, string>();
  readonly #used = new Map<string, Json>();

  /** `named` may hold other things than schemas, as a module's exports do. */
  constructor(named: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(named)) {
      const text = isSchema(value) ? JSON.stringify(value) : '';
      if (text.length >= LEAST_CHARACTERS && !this.#names.has(text)) this.#names.set(text, name);
    }
  }

  /** The schema with references to those that have names. */
  refer(schema: object): object {
    const name = this.#names.get(JSON.stringify(schema));
    if (name === undefined) return this.#within(schema as Json);
    if (!this.#used.has(name)) {
      // Known before its inside is read, which may name it again.
      this.#used.set(name, {});
      this.#used.set(name, this.#within(schema as Json));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #within(schema: Json): Json {
    return Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => {
        if (isSchema(value)) return [keyword, this.refer(value)];
        if (Array.isArray(value)) return [keyword, value.map((each) => (isSchema(each) ? this.refer(each) : each))];
        return [keyword, isObject(value) && keyword !== 'default' ? this.#within(value) : value];
      }),
    );
  }

  /** Those that were referred to, by name. */
  schemas(): Json {
    return Object.fromEntries([...this.#used].sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}
