import { fileURLToPath } from 'node:url';
import type { Bench, Case, Sample, Subject } from '../case.ts';
import { KeepAliveConnection } from '../load/keep-alive-connection.ts';
import { encodeRequest } from '../load/stream.ts';
import { tokenRequest } from '../load/token-request.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { ALARM, CAD, startSallyport } from '../servers/sallyport.ts';

const CONNECTIONS = 32;
const RAISED_AT_ONCE = 50;
/** An alert is accepted once, so each is raised before the clock starts; a round ends early where all are accepted. */
const ALERTS_A_ROUND = 1_000;
const POSTGRES = fileURLToPath(new URL('../servers/postgres.ts', import.meta.url));

async function headersOf(server: Server, client: typeof CAD): Promise<Record<string, string>> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const { access_token } = await tokenRequest('/oauth/token', {
    grant_type: 'client_credentials',
    ...credentials,
  }).askOnce(server.origin);
  return { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' };
}

async function raise(server: Server, headers: Record<string, string>): Promise<string> {
  const user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
  const event = {
    emergency_type: 'FIRE',
    location: { geodetic: { latitude: 39.1, longitude: -77.1, uncertainty: 15 } },
  };
  const body = JSON.stringify({ callflow: 'sandbox', variables: { user, event } });
  const answer = await fetch(`${server.origin}/v1/rem/trigger`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`an alert was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { alert_id: string }).alert_id;
}

/** Accepts alerts, each once, on 32 connections; every answer is after its commit. */
async function acceptFor(
  server: Server,
  headers: Record<string, string>,
  alertIds: string[],
  durationMs: number,
): Promise<Pick<Sample, 'ratePerSecond' | 'latenciesMs'>> {
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => KeepAliveConnection.open(server.port)),
  );
  const latenciesMs: number[] = [];
  const startsAt = performance.now();
  async function accept(connection: KeepAliveConnection): Promise<void> {
    for (let askedAt = startsAt; askedAt < startsAt + durationMs; askedAt = performance.now()) {
      const alertId = alertIds.pop();
      if (alertId === undefined) return;
      await connection.exchange(encodeRequest('PATCH', `/v1/alerts/${alertId}`, headers, '{"status":"ACCEPTED"}'));
      latenciesMs.push(performance.now() - askedAt);
    }
  }
  try {
    await Promise.all(connections.map(accept));
  } finally {
    for (const each of connections) each.close();
  }
  const seconds = (performance.now() - startsAt) / 1000;
  return { ratePerSecond: latenciesMs.length / seconds, latenciesMs: Float64Array.from(latenciesMs) };
}

function acceptingSubject(server: Server): Subject {
  return {
    name: server.name,
    async measure(durationMs) {
      const [alarm, cad] = [await headersOf(server, ALARM), await headersOf(server, CAD)];
      const alertIds: string[] = [];
      while (alertIds.length < ALERTS_A_ROUND) {
        alertIds.push(...(await Promise.all(Array.from({ length: RAISED_AT_ONCE }, () => raise(server, alarm)))));
      }
      const coreUse = watchServerCore(server.pid);
      const accepted = await acceptFor(server, cad, alertIds, durationMs);
      return { ...accepted, ...coreUse(), loadBusy: null };
    },
  };
}

async function startOnPostgres(bench: Bench): Promise<Server> {
  const postgres = await startServer(bench.children, {
    name: 'PostgreSQL',
    args: (port) => [POSTGRES, String(port)],
    readyPath: '/',
  });
  const databaseUrl = await (await fetch(postgres.origin)).text();
  return startSallyport(bench, { name: 'Sallyport on PostgreSQL', databaseUrl });
}

/** Alerts accepted, each in a durable transaction with its event and its audit record, on both engines. */
export const alertAccept: Case = {
  id: 'alert-accept',
  title: 'alerts accepted, durable, PATCH /v1/alerts/{alert_id}',
  unit: 'alerts/s',
  async prepare(bench) {
    const servers = [await startSallyport(bench, { name: 'Sallyport on SQLite' }), await startOnPostgres(bench)];
    return { subjects: servers.map(acceptingSubject), bars: [] };
  },
};
