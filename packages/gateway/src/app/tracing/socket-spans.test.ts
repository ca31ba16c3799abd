import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { startOtlpReceiver } from '../../../../testing/src/otlp-receiver.ts';
import { connectStream, tokenFrom } from '../../../../testing/src/stream-client.ts';
import { testClock, testWorld } from '../../../../testing/src/world.ts';
import { DIALECTS } from '../../dialects/index.ts';
import { socketsOf } from '../../dialects/routing/dialect.ts';
import { configuredTracing } from './configured-tracing.ts';

const TRACE = 'd'.repeat(32);
const SPAN = 'b7ad6b7169203331';
const SENT = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'rojo=1' };
const SERVER = 2;
/** What a socket cannot be opened without, besides who opens it. */
const NEEDED: Readonly<Record<string, Record<string, string>>> = { '/v1': { event_types: 'alert.new' } };
const SOCKETS = socketsOf<never>(DIALECTS);

afterEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('OTEL_'))) delete process.env[name];
});

onEachEngine('a trace of sockets', (engine) => {
  test('has a span for each opening, accepted or refused, sent while the socket is open, and none for its frames', async (t) => {
    const collector = await startOtlpReceiver(t);
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
    process.env['OTEL_BSP_SCHEDULE_DELAY'] = '50';
    const tracing = await configuredTracing(process.env);
    const world = await testWorld(engine, {}, testClock(), undefined, undefined, undefined, tracing);
    let stopped: Promise<void> | undefined;
    const stop = () => {
      stopped ??= world.stop();
      return stopped;
    };
    t.after(stop);
    const url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    const cad = await tokenFrom(url, 'sandbox-cad');
    const payload = { email: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };
    const { cookies } = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const opening = () => collector.spans().filter(({ traceId, kind }) => traceId === TRACE && kind === SERVER);

    assert.deepEqual(SOCKETS.map(({ path }) => path).sort(), [
      '/api/incidents/stream',
      '/cable',
      '/v1',
      '/v1/incident_events/stream',
    ]);
    const streams = [];
    for (const { path, access } of SOCKETS) {
      const own = path === '/v1' ? cad : token;
      const who = access.kind === 'person' ? { cookie } : { authorization: `Bearer ${own}` };
      streams.push(await connectStream(url, NEEDED[path] ?? {}, { ...SENT, ...who }, path));
      const refused = connectStream(url, { ...NEEDED[path], token: 'no-token-canary' }, SENT, path);
      if (path === '/cable') await (await refused).closed;
      else await assert.rejects(refused, /refused with 401/);
    }
    await eventually(() => opening().length >= 2 * SOCKETS.length);
    for (const { path, access } of SOCKETS) {
      const [accepted, refused, ...more] = opening()
        .filter(({ attributes }) => attributes['http.route'] === path)
        .sort((one, other) => Number('error.type' in one.attributes) - Number('error.type' in other.attributes));
      assert.deepEqual(more, [], path);
      for (const span of [accepted, refused]) {
        const { name, parentSpanId, traceState, isError } = span ?? {};
        assert.deepEqual([name, parentSpanId, traceState, isError], [`GET ${path}`, SPAN, 'rojo=1', false]);
      }
      assert.equal(accepted?.attributes['http.response.status_code'], 101);
      assert.equal(accepted?.attributes['sallyport.agency_id'], 'sandbox-county');
      assert.equal('sallyport.client_id' in (accepted?.attributes ?? {}), access.kind === 'token');
      const { 'http.response.status_code': status, 'error.type': errorType } = refused?.attributes ?? {};
      assert.deepEqual([status, errorType], path === '/cable' ? [101, 'invalid_token'] : [401, '401']);
    }

    const portal = streams[SOCKETS.findIndex(({ path }) => path === '/api/incidents/stream')];
    const earlier = portal?.frames.length ?? 0;
    const equipment = await callerOf(world.app, 'sandbox-call-handling');
    await equipment('POST', '/api/incidents', { call: {} });
    await eventually(() => (portal?.frames.length ?? 0) > earlier);
    for (const { socket } of streams) socket.terminate();
    await stop();
    assert.equal(opening().length, 2 * SOCKETS.length);
    const ofOpenings = collector.spans().filter(({ traceId }) => traceId === TRACE);
    const names = new Set(ofOpenings.filter(({ kind }) => kind !== SERVER).map(({ name }) => name));
    assert.deepEqual([...names], ['database unit'], 'the records of who was refused');
    for (const { body } of collector.requests) {
      for (const canary of [token, cad, cookie, 'no-token-canary']) assert.ok(!body.includes(canary), canary);
    }
  });
});
