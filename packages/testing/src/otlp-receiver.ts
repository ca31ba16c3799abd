import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** A span as it arrived, its attributes as one object. */
export interface ArrivedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  /** As `tracestate`; empty where there is none. */
  readonly traceState: string;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The resource's. */
  readonly service: unknown;
}

interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}

/** As OTLP/HTTP encodes it in JSON (opentelemetry-proto, `ExportTraceServiceRequest`). */
interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Pick<ArrivedSpan, 'name' | 'kind' | 'traceId' | 'spanId'> & {
        readonly parentSpanId?: string;
        readonly traceState?: string;
        readonly status?: { readonly code?: number };
        readonly attributes?: readonly KeyValue[];
      })[];
    }[];
  }[];
}

const ERROR = 2;

function objectOf(attributes: readonly KeyValue[] = []): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? Number.NaN)]),
  );
}

function spansOf(text: string): ArrivedSpan[] {
  return (JSON.parse(text) as ExportRequest).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, kind, traceId, spanId, parentSpanId = '', traceState = '', status, attributes }) => ({
        ...{ name, kind, traceId, spanId, parentSpanId, traceState },
        isError: status?.code === ERROR,
        attributes: objectOf(attributes),
        service: objectOf(resource.attributes)['service.name'],
      })),
  );
}

/** A real server that takes traces by OTLP/HTTP; it stops with the test. */
export async function startOtlpReceiver(t: TestContext) {
  const requests: { path: string; contentType: string; headers: Record<string, unknown>; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url = '', headers } = request;
    requests.push({ path: url, contentType: headers['content-type'] ?? '', headers, body: Buffer.concat(chunks) });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    /** Those that came as JSON. */
    spans: (): ArrivedSpan[] =>
      requests
        .filter(({ contentType }) => contentType === 'application/json')
        .flatMap(({ body }) => spansOf(body.toString('utf8'))),
  };
}
