import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RateCase, Subject } from '../case.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { adminSession, authorization, postJson, requireOk } from '../servers/asking.ts';
import { openCall } from '../servers/open-calls.ts';
import { CALL_HANDLING, startSallyport } from '../servers/sallyport.ts';

const RECEIVER = fileURLToPath(new URL('../servers/webhook-receiver.ts', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('../servers/bare-undici-loop.ts', import.meta.url));
const INCIDENTS = 32;
const EVENTS_A_REQUEST = 100;
/** More than any round can deliver; where one does, the server was idle in it and the bench ends. */
const EVENTS_A_MILLISECOND = 16;
const LOOK_MS = 50;
const LOCATION = { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 };

/** What posts to the receiver until it is stopped. */
interface Sender {
  /** Resolves with how many more it has to send than before; `Infinity` where it has no end. */
  start(durationMs: number): Promise<number>;
  stop(): Promise<unknown>;
}

/** Answers how many deliveries came since it was last asked, and the first body of all. */
async function countOf({ origin }: Server): Promise<{ count: number; first: string }> {
  return JSON.parse(await requireOk(await fetch(origin))) as { count: number; first: string };
}

/** Call-handling equipment with open calls, and one subscription to where their callers are, which is paused between rounds. */
async function sallyportSender(server: Server, receiver: Server): Promise<Sender> {
  const { origin } = server;
  const administrator = await adminSession(server);
  const equipment = await authorization(server, CALL_HANDLING);
  const calls = await Promise.all(Array.from({ length: INCIDENTS }, () => openCall(server, equipment)));
  const hook = { name: 'Bench', url: `${receiver.origin}/`, event_types: ['location.updated'] };
  const { webhook } = (await postJson(`${origin}/api/webhooks`, administrator, hook)) as { webhook: { id: number } };
  const setPaused = (isPaused: boolean) =>
    postJson(`${origin}/api/webhooks/${webhook.id}`, administrator, { is_paused: isPaused }, 'PATCH');
  await setPaused(true);
  return {
    async start(durationMs) {
      const changes = Array.from({ length: EVENTS_A_REQUEST }, () => ({ location: LOCATION }));
      const requests = Math.ceil((durationMs * EVENTS_A_MILLISECOND) / EVENTS_A_REQUEST);
      for (let index = 0; index < requests; index += 1) {
        await postJson(`${origin}/api/incidents/${calls[index % INCIDENTS]}/changes`, equipment, { changes });
      }
      await setPaused(false);
      return requests * EVENTS_A_REQUEST;
    },
    stop: () => setPaused(true),
  };
}

/** A sender's deliveries of one round as the receiver counts them, after a tenth of the round that is not counted. */
function deliveringSubject(server: Server, sender: Sender, receiver: Server): Subject {
  let left = 0;
  return {
    name: server.name,
    async measure(durationMs) {
      await countOf(receiver);
      left += await sender.start(durationMs);
      await sleep(durationMs / 10);
      left -= (await countOf(receiver)).count;
      const [coreUse, startedAt] = [watchServerCore(server.pid), performance.now()];
      await sleep(durationMs);
      const { count } = await countOf(receiver);
      const ratePerSecond = (count * 1000) / (performance.now() - startedAt);
      const use = coreUse();
      await sender.stop();
      left -= count;
      if (left <= 0) throw new Error(`${server.name} had delivered everything before the round ended`);
      return { ...use, ratePerSecond, latenciesMs: new Float64Array(), loadBusy: null };
    },
  };
}

async function firstBody(sender: Sender, receiver: Server): Promise<string> {
  await sender.start(EVENTS_A_REQUEST / EVENTS_A_MILLISECOND);
  let { first } = await countOf(receiver);
  for (; first === ''; { first } = await countOf(receiver)) await sleep(LOOK_MS);
  await sender.stop();
  return first;
}

/** Signed, ordered, written-down deliveries to a loopback receiver, beside a loop that posts the same bodies. */
export const webhookDeliveries: RateCase = {
  id: 'webhook-deliveries',
  title: `webhooks to a loopback receiver, a backlog of ${INCIDENTS} incidents`,
  unit: 'deliveries/s',
  async prepare(bench) {
    const { children } = bench;
    const start = (name: string, side: 'server' | 'load', program: string) =>
      startServer(children, { name, side, args: (port) => [program, String(port)], readyPath: '/' });
    const receiver = await start('webhook receiver', 'load', RECEIVER);
    const loop = await start('bare undici loop', 'server', BARE_LOOP);
    const sallyport = await startSallyport(bench);
    const sender = await sallyportSender(sallyport, receiver);
    const post = { url: receiver.origin, body: await firstBody(sender, receiver) };
    const bare: Sender = {
      async start() {
        await postJson(`${loop.origin}/start`, {}, post);
        return Number.POSITIVE_INFINITY;
      },
      stop: () => postJson(`${loop.origin}/stop`, {}, {}),
    };
    return {
      subjects: [deliveringSubject(sallyport, sender, receiver), deliveringSubject(loop, bare, receiver)],
      bars: [{ kind: 'ratio', subject: sallyport.name, reference: loop.name }],
    };
  },
};
