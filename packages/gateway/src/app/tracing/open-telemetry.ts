import { createTraceState, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { VERSION } from '../../config/version.ts';
import type { OpenSpan, SpanAbout, TraceContext, Tracing } from '../../kernel/tracing/tracing.ts';
import type { OtlpProtocol } from './otlp-protocol.ts';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
/** A receiver that is gone keeps nobody from stopping. */
const LAST_EXPORT_WITHIN_MS = 2_000;

/** Where to, how often and with which headers, the exporter reads from OpenTelemetry's variables by itself. */
async function exporterFor(protocol: OtlpProtocol): Promise<SpanExporter> {
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    return new OTLPTraceExporter();
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/**
 * The library of OpenTelemetry, with its own variables for sampling, limits, batches and resource. What cannot be sent in time is
 * dropped: tracing delays no request.
 */
export async function openTelemetry(protocol: OtlpProtocol): Promise<Tracing> {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'sallyport', 'service.version': VERSION }))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(await exporterFor(protocol))],
  });
  const tracer = provider.getTracer('sallyport', VERSION);

  function begin({ name, kind, attributes = {} }: SpanAbout, parent: TraceContext | null): OpenSpan {
    const above =
      parent === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: parent.traceId,
            spanId: parent.spanId,
            traceFlags: parent.flags,
            isRemote: kind === 'server',
            ...(parent.tracestate !== null && { traceState: createTraceState(parent.tracestate) }),
          });
    const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, above);
    const { traceId, spanId, traceFlags, traceState } = span.spanContext();
    // A sampler may have added to it.
    const tracestate = traceState?.serialize() || null;
    return {
      context: { traceId, spanId, flags: traceFlags, tracestate },
      set: (more) => span.setAttributes(more),
      end(errorType) {
        if (errorType !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  return {
    begin,
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LAST_EXPORT_WITHIN_MS);
      });
      await Promise.race([provider.shutdown().catch(() => {}), late]).finally(() => clearTimeout(timer));
    },
  };
}
