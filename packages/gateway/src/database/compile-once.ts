import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';

interface Compiled<R> {
  readonly query: CompiledQuery<R>;
  /** For each parameter of the statement the argument it comes from, or -1 where it is the same every time. */
  readonly argumentOf: readonly number[];
}

/**
 * A statement on a hot path, built the first time and then only given its values: building costs more than running. `build`
 * is called once a connection with marks in place of the arguments, so it may pass them on and must not look at them.
 */
export function statementOnce<A extends readonly unknown[], R>(
  build: (query: Kysely<Schema>, ...values: A) => Compilable<R>,
): (query: Kysely<Schema>, ...values: A) => CompiledQuery<R> {
  const kept = new WeakMap<Kysely<Schema>, Compiled<R>>();
  return (query, ...values) => {
    let compiled = kept.get(query);
    if (compiled === undefined) {
      const marks = values.map((_, index) => ({ argument: index }));
      const built = build(query, ...(marks as unknown as A)).compile();
      compiled = { query: built, argumentOf: built.parameters.map((parameter) => marks.indexOf(parameter as never)) };
      kept.set(query, compiled);
    }
    const { query: built, argumentOf } = compiled;
    const parameters = argumentOf.map((index, at) => (index === -1 ? built.parameters[at] : values[index]));
    return { ...built, parameters };
  };
}

/** As `statementOnce`, run, with its rows. */
export function compileOnce<A extends readonly unknown[], R>(
  build: (query: Kysely<Schema>, ...values: A) => Compilable<R>,
): (query: Kysely<Schema>, ...values: A) => Promise<R[]> {
  const statement = statementOnce(build);
  return async (query, ...values) => (await query.executeQuery<R>(statement(query, ...values))).rows;
}
