import { currentTrace, inTrace, type Tracing, traced } from '../kernel/tracing/tracing.ts';
import type { Database } from './database.ts';

const SYSTEMS = { sqlite: 'sqlite', postgres: 'postgresql' } as const;

/**
 * The database, whose units are spans. A unit runs in the trace of its own caller, however many share its commit; what wakes
 * others after the commit runs in none.
 */
export function tracedDatabase(database: Database, tracing: Tracing | null): Database {
  const about = {
    name: 'database unit',
    kind: 'client',
    attributes: { 'db.system.name': SYSTEMS[database.engine] },
  } as const;
  return {
    ...database,
    write: (unit, options) =>
      traced(
        tracing,
        () => about,
        () => {
          const trace = currentTrace();
          return inTrace(null, () => database.write((tx) => inTrace(trace, () => unit(tx)), options));
        },
      ),
  };
}
