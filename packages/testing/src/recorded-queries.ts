import type { CompiledQuery, Kysely, KyselyPlugin } from 'kysely';
import type { Schema } from '../../gateway/src/database/schema.ts';

/** A statement that is built once stands in marks for its values; it is recorded where it is run with them. */
const isBuiltOnce = ({ parameters }: CompiledQuery) =>
  parameters.some((value) => typeof value === 'object' && value !== null && 'argument' in value);

/** The same query builder, and every statement that was run by it, in order. */
export function recordedQueries(query: Kysely<Schema>): { query: Kysely<Schema>; statements: CompiledQuery[] } {
  const statements: CompiledQuery[] = [];
  const recording: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const built = query.getExecutor().compileQuery(node, queryId);
      if (!isBuiltOnce(built)) statements.push(built);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const recorded = query.withPlugin(recording);
  return {
    query: Object.assign(recorded, {
      executeQuery(statement: CompiledQuery) {
        statements.push(statement);
        return query.executeQuery(statement);
      },
    }) as Kysely<Schema>,
    statements,
  };
}
