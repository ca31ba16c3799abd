import Fastify from 'fastify';
import { IncidentList } from '../../packages/contract/src/index.ts';
import { openSqliteDatabase } from '../../packages/gateway/src/database/engines/sqlite/engine.ts';
import { encodeSummary } from '../../packages/gateway/src/dialects/native/incidents/encode-incident.ts';
import { listIncidents } from '../../packages/gateway/src/incidents/search/find-incidents.ts';

// The reference for reads: the same route on bare Fastify. The same query on the same file, encoded and serialised by the
// same schema, for anybody who asks: no bearer check, no limits, no request id, no metrics.

const [port, path, databaseFile, agencyId] = process.argv.slice(2);
if (!path || !databaseFile || !agencyId) throw new Error('usage: same-route-server.ts PORT PATH DATABASE_FILE AGENCY');
const database = await openSqliteDatabase(databaseFile);

const app = Fastify();
app.get<{ Querystring: { limit: string } }>(path, { schema: { response: { 200: IncidentList } } }, async (request) => {
  const page = await listIncidents({ database }, agencyId, { before: undefined, limit: Number(request.query.limit) });
  return { incidents: page.incidents.map(encodeSummary), next_before: page.nextBefore };
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
