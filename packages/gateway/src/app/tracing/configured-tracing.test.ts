import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InstallationError } from '../../kernel/installation-error.ts';
import { configuredTracing } from './configured-tracing.ts';
import { otlpProtocolOf } from './otlp-protocol.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

test("nothing is traced unless OpenTelemetry's variables name an endpoint, and one that is switched off is none", async () => {
  for (const environment of [
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { OTEL_SERVICE_NAME: 'gateway', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' },
    { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
  ]) {
    assert.equal(await configuredTracing(environment), null, JSON.stringify(environment));
  }
});

test('the protocol of traces wins over the one of all signals; without either it is protobuf', () => {
  assert.equal(otlpProtocolOf(ENDPOINT), 'http/protobuf');
  assert.equal(otlpProtocolOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces' }), 'http/protobuf');
  assert.equal(otlpProtocolOf({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }), 'http/json');
  const both = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' };
  assert.equal(otlpProtocolOf({ ...ENDPOINT, ...both }), 'http/json');
});

test('a protocol or an exporter that is not here is refused with those that are', () => {
  const refused = (environment: Record<string, string>, because: RegExp) =>
    assert.throws(
      () => otlpProtocolOf({ ...ENDPOINT, ...environment }),
      (err: Error) => err instanceof InstallationError && because.test(err.message),
    );
  refused({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /must be http\/protobuf or http\/json$/);
  refused({ OTEL_EXPORTER_OTLP_PROTOCOL: 'toString' }, /must be http\/protobuf or http\/json$/);
  refused({ OTEL_TRACES_EXPORTER: 'zipkin' }, /must be otlp or none$/);
});
