import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { type ArrivedSpan, startOtlpReceiver } from '../../../../testing/src/otlp-receiver.ts';
import { startReceiver, status } from '../../../../testing/src/receiver.ts';
import { type WebhookWorld, webhookWorld } from '../../../../testing/src/webhook-world.ts';
import { configuredTracing } from './configured-tracing.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const SENT = `00-${TRACE}-${SPAN}-01`;
const UNSAMPLED = `00-${'c'.repeat(32)}-${SPAN}-00`;
const NOTED = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
const CALLER = '+15555550123';
const [SERVER, CLIENT, INTERNAL] = [2, 3, 1];

afterEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('OTEL_'))) delete process.env[name];
});

async function tokenOf({ app }: WebhookWorld): Promise<string> {
  const payload = {
    grant_type: 'client_credentials',
    client_id: 'sandbox-call-handling',
    client_secret: 'sandbox-call-handling-secret',
  };
  return (await app.inject({ method: 'POST', url: '/oauth/token', payload })).json().access_token;
}

/** A call that comes in over HTTP, with that traceparent and tracestate. */
async function openCall({ app }: WebhookWorld, token: string, traceparent: string, tracestate = ''): Promise<void> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/incidents?canary=in-the-query',
    headers: { authorization: `Bearer ${token}`, traceparent, tracestate },
    payload: { call: { caller_phone_number: CALLER } },
  });
  assert.equal(answer.statusCode, 201, answer.body);
}

onEachEngine('traces', (engine) => {
  test('go from the sender through request, use case and database unit to the webhook; and hold no secret', async (t) => {
    const collector = await startOtlpReceiver(t);
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json';
    process.env['OTEL_EXPORTER_OTLP_HEADERS'] = 'x-collector-key=of-the-collector';
    process.env['OTEL_RESOURCE_ATTRIBUTES'] = 'deployment.environment.name=test';
    process.env['OTEL_BSP_SCHEDULE_DELAY'] = '50';
    const world = await webhookWorld(engine, { tracing: await configuredTracing(process.env) });
    const receiver = await startReceiver(t);
    const { secret } = await world.subscribe(`${receiver.url}?key=of-the-url`, {
      authentication: { kind: 'bearer', token: 'partner-token-1' },
    });
    const token = await tokenOf(world);
    await openCall(world, token, SENT, NOTED);
    await eventually(() => receiver.received.length === 1);
    receiver.answer = status(500);
    await openCall(world, token, 'nonsense', NOTED);
    await eventually(() => receiver.received.length === 2);
    await openCall(world, token, UNSAMPLED, NOTED);
    await eventually(() => receiver.received.length === 3);
    const refused = await world.app.inject({ method: 'POST', url: '/api/incidents', headers: { traceparent: SENT } });
    assert.equal(refused.statusCode, 401);
    await world.stop();

    const spans = collector.spans();
    const find = (name: string, of: (span: ArrivedSpan) => boolean) => {
      const found = spans.find((span) => span.name === name && of(span));
      assert.ok(found, `no ${name} among ${spans.map((span) => span.name).join(', ')}`);
      return found;
    };
    const request = find('POST /api/incidents', (span) => span.traceId === TRACE && !('error.type' in span.attributes));
    assert.deepEqual([request.parentSpanId, request.kind, request.service], [SPAN, SERVER, 'sallyport']);
    assert.equal(request.attributes['http.response.status_code'], 201);
    assert.equal(request.attributes['sallyport.client_id'], 'sandbox-call-handling');
    assert.equal(request.attributes['sallyport.agency_id'], 'sandbox-county');
    const useCase = find('openCall', (span) => span.parentSpanId === request.spanId);
    assert.equal(useCase.kind, INTERNAL);
    const unit = find('database unit', (span) => span.parentSpanId === useCase.spanId);
    assert.equal(unit.attributes['db.system.name'], engine.name === 'sqlite' ? 'sqlite' : 'postgresql');
    const attempt = find('webhook attempt', (span) => span.traceId === TRACE);
    assert.deepEqual([attempt.parentSpanId, attempt.kind, attempt.isError], [unit.spanId, CLIENT, false]);
    assert.equal(attempt.attributes['http.response.status_code'], 200);
    assert.equal(receiver.received[0]?.headers['traceparent'], `00-${TRACE}-${attempt.spanId}-01`);
    assert.deepEqual(
      receiver.received.map(({ headers }) => headers['tracestate']),
      [NOTED, undefined, NOTED],
      'without a traceparent that is well-formed it is of no trace',
    );
    for (const { traceState, name } of [request, useCase, unit, attempt]) assert.equal(traceState, NOTED, name);

    const failed = find('webhook attempt', ({ attributes }) => attributes['http.response.status_code'] === 500);
    assert.equal(failed.attributes['error.type'], '500');
    assert.equal(receiver.received[1]?.headers['traceparent'], `00-${failed.traceId}-${failed.spanId}-01`);
    assert.equal(find('POST /api/incidents', ({ traceId }) => traceId === failed.traceId).parentSpanId, '');
    assert.match(
      receiver.received[2]?.headers['traceparent'] ?? '',
      new RegExp(`^00-${'c'.repeat(32)}-[0-9a-f]{16}-00$`),
    );
    assert.deepEqual(
      spans.filter(({ traceId }) => traceId === 'c'.repeat(32)),
      [],
      'its sender does not record it',
    );
    const stranger = find('POST /api/incidents', ({ attributes }) => attributes['http.response.status_code'] === 401);
    assert.equal(stranger.isError, false, 'a refusal is no fault of the server');

    for (const { path, headers, body } of collector.requests) {
      assert.equal(path, '/v1/traces');
      assert.equal(headers['x-collector-key'], 'of-the-collector');
      const text = body.toString('utf8');
      assert.ok(text.includes('deployment.environment.name'));
      for (const canary of [token, secret, 'partner-token-1', 'of-the-url', 'in-the-query', CALLER, '-secret']) {
        assert.ok(!text.includes(canary), canary);
      }
    }
  });

  test('are sent by protobuf where nothing else is configured, and a collector that is gone stops nobody', async (t) => {
    const collector = await startOtlpReceiver(t);
    process.env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] = `${collector.url}/own/path`;
    const world = await webhookWorld(engine, { tracing: await configuredTracing(process.env) });
    await openCall(world, await tokenOf(world), SENT);
    await world.stop();
    const [sent] = collector.requests;
    assert.deepEqual([sent?.path, sent?.contentType], ['/own/path', 'application/x-protobuf']);
    assert.ok(sent?.body.includes(Buffer.from(TRACE, 'hex')));

    process.env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] = 'http://127.0.0.1:9/v1/traces';
    const alone = await webhookWorld(engine, { tracing: await configuredTracing(process.env) });
    await openCall(alone, await tokenOf(alone), SENT);
    await alone.stop();
  });

  test('of others are passed on as they came where nothing is traced here', async (t) => {
    const world = await webhookWorld(engine);
    t.after(() => world.stop());
    const receiver = await startReceiver(t);
    await world.subscribe(receiver.url);
    const token = await tokenOf(world);
    const sent = async (traceparent: string, tracestate?: string) => {
      const earlier = receiver.received.length;
      await openCall(world, token, traceparent, tracestate);
      await eventually(() => receiver.received.length === earlier + 1);
      const headers = receiver.received.at(-1)?.headers;
      return [headers?.['traceparent'], headers?.['tracestate']];
    };
    assert.deepEqual(await sent(SENT, NOTED), [SENT, NOTED]);
    assert.deepEqual(await sent(SENT), [SENT, undefined]);
    assert.deepEqual(await sent(SENT, `${NOTED},Rojo`), [SENT, undefined], 'what is not well-formed is not passed on');
    assert.deepEqual(await sent(SENT, `${NOTED},long=${'v'.repeat(255)},l=${'v'.repeat(255)}`), [SENT, NOTED]);
    assert.deepEqual(await sent('', NOTED), [undefined, undefined]);
  });
});
