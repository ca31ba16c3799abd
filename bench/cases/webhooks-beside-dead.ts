import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../packages/gateway/src/app/free-port.ts';
import type { Bench, RateCase, Subject } from '../case.ts';
import { askChild } from '../process/ask-child.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { authorization, postJson, requireOk } from '../servers/asking.ts';
import { openCall } from '../servers/open-calls.ts';
import { startSallyport } from '../servers/sallyport.ts';

const programOf = (name: string) => fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url));
const AGENCIES = 100;
const ALIVE = 667;
/** Half of them refuse the connection, half take a message and never answer. */
const DEAD = 333;
const CALLS_OF_AN_AGENCY = 4;
/** Each call has so many events for each second of a round, and each of them goes to six or seven endpoints that live. */
const EVENTS_A_SECOND = 2;
const LOOK_MS = 50;
const DELIVERED_WITHIN_MS = 180_000;
const LOCATION = { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 };

type Credentials = { clientId: string; clientSecret: string };

/** The address of a call to which changes are sent, and what lets its agency's equipment in. */
interface Call {
  readonly url: string;
  readonly headers: Record<string, string>;
}

/** One Sallyport with its subscriptions, and the receiver of those that live. */
async function prepare(bench: Bench, name: string, folder: string, dead: readonly string[]): Promise<Subject> {
  const { children } = bench;
  const server = await startSallyport(bench, { name, folder });
  const receiver = await startServer(children, {
    ...{ name: `receiver of ${name}`, side: 'load', readyPath: '/' },
    args: (port) => [programOf('webhook-receiver'), String(port)],
  });
  const place = [String(AGENCIES), join(bench.directory, folder)];
  const run = <Reply>(program: string, args: readonly string[]) => {
    const child = { name: `${program} of ${name}`, args: [programOf(program), ...args] };
    return askChild<Reply>(children.start({ ...child, side: 'load', hasChannel: true }), {});
  };
  const clients = await run<Credentials[]>('add-agencies', place);
  await run('add-subscriptions', [...place, `${receiver.origin}/=${ALIVE}`, ...dead]);
  const calls: Call[] = [];
  for (const client of clients) {
    const headers = await authorization(server, client);
    for (let index = 0; index < CALLS_OF_AN_AGENCY; index += 1) {
      calls.push({ url: `${server.origin}/api/incidents/${await openCall(server, headers)}/changes`, headers });
    }
  }
  return deliveringSubject(server, receiver, calls);
}

/** A round is a burst of every agency, from the first write to the last delivery to an endpoint that lives. */
function deliveringSubject(server: Server, receiver: Server, calls: readonly Call[]): Subject {
  const countOf = async () => (JSON.parse(await requireOk(await fetch(receiver.origin))) as { count: number }).count;
  return {
    name: server.name,
    async measure(durationMs) {
      const changes = Array.from({ length: Math.ceil((durationMs / 1_000) * EVENTS_A_SECOND) }, () => ({
        location: LOCATION,
      }));
      await countOf();
      const [coreUse, startedAt] = [watchServerCore(server.pid), performance.now()];
      await Promise.all(calls.map(({ url, headers }) => postJson(url, headers, { changes })));
      const wanted = changes.length * CALLS_OF_AN_AGENCY * ALIVE;
      let count = 0;
      for (; count < wanted; count += await countOf()) {
        if (performance.now() - startedAt > DELIVERED_WITHIN_MS)
          throw new Error(`${count} of ${wanted} were delivered`);
        await sleep(LOOK_MS);
      }
      const ratePerSecond = (count * 1_000) / (performance.now() - startedAt);
      return { ...coreUse(), ratePerSecond, latenciesMs: new Float64Array(), loadBusy: null };
    },
  };
}

/** Deliveries to endpoints that live, with as many dead ones beside them as are half as many, and without. */
export const webhooksBesideDead: RateCase = {
  id: 'webhooks-beside-dead',
  title: `webhooks to ${ALIVE} endpoints of ${AGENCIES} agencies, beside ${DEAD} dead ones`,
  unit: 'deliveries/s',
  isOnlyNamed: true,
  async prepare(bench) {
    const silent = await startServer(bench.children, {
      ...{ name: 'silent endpoint', side: 'load', readyPath: '/' },
      args: (port) => [programOf('silent-receiver'), String(port)],
    });
    const refusing = `http://127.0.0.1:${await freePort('127.0.0.1')}/`;
    const half = Math.floor(DEAD / 2);
    const [alone, beside] = ['Sallyport, none dead', 'Sallyport, a third dead'];
    const subjects = [
      await prepare(bench, alone, 'alone', []),
      await prepare(bench, beside, 'beside', [`${silent.origin}/=${half}`, `${refusing}=${DEAD - half}`]),
    ];
    return { subjects, bars: [{ kind: 'ratio', subject: beside, reference: alone, atLeast: 0.95 }] };
  },
};
