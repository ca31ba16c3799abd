import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../packages/gateway/src/app/free-port.ts';
import type { RateCase, Sample, Subject } from '../case.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { startSallyport } from '../servers/sallyport.ts';

const RECEIVER = fileURLToPath(new URL('../servers/webhook-receiver.ts', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('../servers/bare-undici-loop.ts', import.meta.url));
const INCIDENTS = 32;
const EVENTS_A_REQUEST = 100;
/** More than any round can deliver, so that no round ends early. */
const EVENTS_A_MILLISECOND = 4;

interface Counted {
  readonly count: number;
  readonly first: string;
}

async function requireOk(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

const post = async (url: string, headers: Record<string, string>, body: unknown, method = 'POST') =>
  requireOk(
    await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );

/** An administrator's session, call-handling equipment with its open calls, and one subscription that is paused. */
async function prepareSallyport({ origin }: Server, receiverUrl: string) {
  const session = await post(
    `${origin}/api/session`,
    {},
    { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' },
  );
  const admin = { cookie: String(session.headers.getSetCookie()[0]).split(';')[0] ?? '' };
  const credentials = { client_id: 'sandbox-call-handling', client_secret: 'sandbox-call-handling-secret' };
  const token = await post(`${origin}/oauth/token`, {}, { grant_type: 'client_credentials', ...credentials });
  const { access_token } = (await token.json()) as { access_token: string };
  const equipment = { authorization: `Bearer ${access_token}` };
  const calls: string[] = [];
  for (let index = 0; index < INCIDENTS; index += 1) {
    const opened = await post(`${origin}/api/incidents`, equipment, { call: {} });
    calls.push(((await opened.json()) as { id: string }).id);
  }
  const made = await post(`${origin}/api/webhooks`, admin, {
    name: 'Bench',
    url: receiverUrl,
    event_types: ['location.updated'],
  });
  const { webhook } = (await made.json()) as { webhook: { id: number } };
  const change = { location: { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 } };
  return {
    setPaused: (isPaused: boolean) =>
      post(`${origin}/api/webhooks/${webhook.id}`, admin, { is_paused: isPaused }, 'PATCH'),
    async write(events: number): Promise<void> {
      const changes = Array.from({ length: EVENTS_A_REQUEST }, () => change);
      const requests = Math.ceil(events / EVENTS_A_REQUEST);
      for (let index = 0; index < requests; index += 1) {
        await post(`${origin}/api/incidents/${calls[index % INCIDENTS]}/changes`, equipment, { changes });
      }
    },
  };
}

/** Signed, ordered, written-down deliveries to a loopback receiver, beside a loop that posts the same bodies. */
export const webhookDeliveries: RateCase = {
  id: 'webhook-deliveries',
  title: 'webhooks to a loopback receiver, a backlog of 32 incidents',
  unit: 'deliveries/s',
  async prepare(bench) {
    const server = await startSallyport(bench);
    const receiverPort = await freePort('127.0.0.1');
    const receiver = bench.children.start({
      name: 'webhook receiver',
      side: 'load',
      args: [RECEIVER, String(receiverPort)],
    });
    const receiverUrl = `http://127.0.0.1:${receiverPort}/`;
    const loop = await startServer(bench.children, {
      name: 'bare undici loop',
      args: (port) => [BARE_LOOP, String(port)],
      readyPath: '/',
    });
    const counted = async () => (await (await requireOk(await fetch(receiverUrl))).json()) as Counted;
    const sallyport = await prepareSallyport(server, receiverUrl);
    await sallyport.write(EVENTS_A_REQUEST);
    let body = '';
    while (body === '') {
      await sleep(50);
      if (receiver.process.exitCode !== null) throw new Error('the receiver stopped');
      body = (await counted()).first;
    }
    await sallyport.setPaused(true);

    const measured = (of: Server, start: (durationMs: number) => Promise<unknown>, stop: () => Promise<unknown>) =>
      ({
        name: of.name,
        async measure(durationMs): Promise<Sample> {
          await start(durationMs);
          await sleep(durationMs / 10);
          await counted();
          const [coreUse, startedAt] = [watchServerCore(of.pid), performance.now()];
          await sleep(durationMs);
          const { count } = await counted();
          const seconds = (performance.now() - startedAt) / 1000;
          const use = coreUse();
          await stop();
          return { ...use, ratePerSecond: count / seconds, latenciesMs: new Float64Array(), loadBusy: null };
        },
      }) satisfies Subject;
    return {
      subjects: [
        measured(
          server,
          async (durationMs) => {
            await sallyport.write(durationMs * EVENTS_A_MILLISECOND);
            await sallyport.setPaused(false);
          },
          () => sallyport.setPaused(true),
        ),
        measured(
          loop,
          () => post(`${loop.origin}/start`, {}, { url: receiverUrl, body }),
          () => post(`${loop.origin}/stop`, {}, {}),
        ),
      ],
      bars: [],
    };
  },
};
