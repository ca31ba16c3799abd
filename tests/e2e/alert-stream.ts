import { Agent, request as httpRequest } from 'node:http';
import { alertBody } from './sandbox.ts';

/** Alerts that were sent, by source id: the alert id where the server acknowledged one, null where it never answered. */
export type Sent = Map<string, string | null>;

/** Posts one alert on its connection; resolves with the alert id, or null where the connection broke first. */
function post(base: string, token: string, agent: Agent, body: object): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const outgoing = httpRequest(
      `${base}/v1/rem/trigger`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (incoming) => {
        let answer = '';
        incoming.setEncoding('utf8').on('data', (part: string) => {
          answer += part;
        });
        incoming.once('error', () => resolve(null));
        incoming.once('close', () => {
          if (!incoming.complete) resolve(null);
          else if (incoming.statusCode === 200) resolve((JSON.parse(answer) as { alert_id: string }).alert_id);
          else reject(new Error(`an alert was answered ${incoming.statusCode}: ${answer}`));
        });
      },
    );
    outgoing.once('error', () => resolve(null));
    outgoing.end(text);
  });
}

/**
 * Streams alerts on that many connections, each waiting for its answers, until the server is gone or `stop` is called;
 * then resolves. Every source id begins with `prefix`.
 */
export function streamAlerts(options: {
  bases: readonly string[];
  token: string;
  connections: number;
  prefix: string;
  sent: Sent;
}): { done: Promise<void>; stop(): void } {
  const { bases, token, connections, prefix, sent } = options;
  let isStopped = false;
  async function connection(number: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const base = bases[number % bases.length] ?? '';
    const callflow = number % 4 === 3 ? 'harbor' : 'sandbox';
    for (let count = 0; !isStopped; count += 1) {
      const sourceId = `${prefix}-${callflow}-${number}-${count}`;
      sent.set(sourceId, null);
      const alertId = await post(base, token, agent, alertBody(sourceId, { callflow }));
      if (alertId === null) break;
      sent.set(sourceId, alertId);
    }
    agent.destroy();
  }
  const done = Promise.all(Array.from({ length: connections }, (_, number) => connection(number))).then(() => {});
  return {
    done,
    stop() {
      isStopped = true;
    },
  };
}

/** Sends those again that were never acknowledged, as a partner's program does, and notes their alert ids. */
export async function sendAgain(base: string, token: string, sent: Sent): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const open = [...sent].filter(([, alertId]) => alertId === null).map(([sourceId]) => sourceId);
  for (const sourceId of open) {
    const callflow = sourceId.includes('-harbor-') ? 'harbor' : 'sandbox';
    const alertId = await post(base, token, agent, alertBody(sourceId, { callflow }));
    if (alertId === null) throw new Error(`${sourceId} was not answered by a server that nobody killed`);
    sent.set(sourceId, alertId);
  }
  agent.destroy();
  return open.length;
}
