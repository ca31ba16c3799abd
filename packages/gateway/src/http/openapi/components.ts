type Json = Readonly<Record<string, unknown>>;

/** Below so many characters a reference is no shorter than what it names. */
const LEAST_CHARACTERS = 60;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSchema = (value: unknown): value is Json =>
  isObject(value) && ['type', 'anyOf', 'allOf', '$ref'].some((keyword) => keyword in value);

/** What a schema is apart from what is written about it: a property of a named type has its own description. */
function apartFromWords(schema: Json): { shape: Json; words: Json } {
  const { description, examples, ...shape } = schema;
  const words = { ...(description !== undefined && { description }), ...(examples !== undefined && { examples }) };
  return { shape, words };
}

/** The schema of an object that may be null too, without the null; nothing for every other schema. */
function withoutNull(shape: Json): Json | undefined {
  const { type } = shape;
  return Array.isArray(type) && type.join() === 'object,null' ? { ...shape, type: 'object' } : undefined;
}

/** Schemas by their names: each is in the document once, and everywhere else a reference to it. */
export class Components {
  readonly #names = new Map<string, string>();
  readonly #used = new Map<string, Json>();

  /** `named` may hold other things than schemas, as a module's exports do. */
  constructor(named: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(named)) {
      const text = isSchema(value) ? JSON.stringify(apartFromWords(value).shape) : '';
      if (text.length >= LEAST_CHARACTERS && !this.#names.has(text)) this.#names.set(text, name);
    }
  }

  /** The schema with references to those that have names. */
  refer(schema: object): object {
    const { shape, words } = apartFromWords(schema as Json);
    const reference = this.#reference(shape);
    if (reference !== undefined) return { ...reference, ...words };
    const present = withoutNull(shape);
    const nullable = present && this.#reference(present);
    return nullable ? { anyOf: [nullable, { type: 'null' }], ...words } : this.#within(schema as Json);
  }

  #reference(shape: Json): object | undefined {
    const name = this.#names.get(JSON.stringify(shape));
    if (name === undefined) return undefined;
    if (!this.#used.has(name)) {
      // Known before its inside is read, which may name it again.
      this.#used.set(name, {});
      this.#used.set(name, this.#within(shape));
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
