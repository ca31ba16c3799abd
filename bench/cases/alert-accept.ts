import type { Bench, RateCase, Subject } from '../case.ts';
import { encodeRequest } from '../load/stream.ts';
import { streamSubject } from '../load/subject.ts';
import type { Server } from '../process/start-server.ts';
import { authorization, postJson } from '../servers/asking.ts';
import { ALARM, BOTH_ENGINES, CAD, startOnBothEngines } from '../servers/sallyport.ts';

const CONNECTIONS = 32;
const RAISED_AT_ONCE = 50;
/** An alert is accepted once, so each is raised before the clock starts, and a round ends once all are accepted. */
const ALERTS_A_SECOND_OF_ROUND = 400;

async function raise({ origin }: Server, headers: Record<string, string>): Promise<string> {
  const user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
  const geodetic = { latitude: 39.1, longitude: -77.1, uncertainty: 15 };
  const variables = { user, event: { emergency_type: 'FIRE', location: { geodetic } } };
  return String((await postJson(`${origin}/v1/rem/trigger`, headers, { callflow: 'sandbox', variables }))['alert_id']);
}

function acceptingSubject(bench: Bench, server: Server): Subject {
  return {
    name: server.name,
    async measure(durationMs) {
      const [alarm, cad] = [await authorization(server, ALARM), await authorization(server, CAD)];
      const alertIds: string[] = [];
      while (alertIds.length < (durationMs / 1000) * ALERTS_A_SECOND_OF_ROUND) {
        alertIds.push(...(await Promise.all(Array.from({ length: RAISED_AT_ONCE }, () => raise(server, alarm)))));
      }
      const headers = { ...cad, 'Content-Type': 'application/json' };
      const requests = alertIds.map((id) =>
        encodeRequest('PATCH', `/v1/alerts/${id}`, headers, '{"status":"ACCEPTED"}'),
      );
      const stream = { port: server.port, requests, isOnce: true, connections: CONNECTIONS };
      return streamSubject(bench, server, stream).measure(durationMs);
    },
  };
}

/** Alerts accepted, each in a durable transaction with its event and its audit record, on both engines. */
export const alertAccept: RateCase = {
  id: 'alert-accept',
  title: 'alerts accepted, durable, PATCH /v1/alerts/{alert_id}',
  unit: 'alerts/s',
  async prepare(bench) {
    const servers = await startOnBothEngines(bench);
    return { subjects: servers.map((server) => acceptingSubject(bench, server)), bars: BOTH_ENGINES };
  },
};
