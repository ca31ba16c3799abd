import type { CompiledQuery, Kysely, KyselyPlugin } from 'kysely';
import type { Schema } from '../../gateway/src/database/schema.ts';

/** The same query builder, and every statement that was run by it, in order. */
export function recordedQueries(query: Kysely<Schema>): { query: Kysely<Schema>; statements: CompiledQuery[] } {
  const statements: CompiledQuery[] = [];
  const recording: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.push(query.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { query: query.withPlugin(recording), statements };
}
