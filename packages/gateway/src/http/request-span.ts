import type { FastifyRequest } from 'fastify';
import { type OpenSpan, readTraceparent, type TraceContext, type Tracing } from '../kernel/tracing/tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where in a trace it is answered: its own span, or the place its sender named; null where nobody traces it. */
    trace: TraceContext | null;
    span: OpenSpan | null;
  }
}

/**
 * Goes on with the trace that the request names (W3C Trace Context), in a span of its own where it is for a route. Pages, health
 * checks and sockets, which stay open for hours, have none.
 */
export function beginRequestSpan(tracing: Tracing | null, request: FastifyRequest): void {
  const parent = readTraceparent(request.headers['traceparent']);
  const { url = '', config } = request.routeOptions;
  const isTraced = tracing !== null && config.route !== undefined && config.isSocket !== true;
  if (isTraced) {
    const { method } = request;
    const attributes = { 'http.request.method': method, 'http.route': url, 'sallyport.request_id': request.id };
    request.span = tracing.begin({ name: `${method} ${url}`, kind: 'server', attributes }, parent);
  }
  request.trace = request.span?.context ?? parent;
}

/** Ends it with whose request it was. A refusal is no fault of the server's (OpenTelemetry, "HTTP spans", status). */
export function endRequestSpan({ span, principal }: FastifyRequest, status: number): void {
  if (span === null) return;
  const clientId = principal?.client?.id;
  const agencyId = principal?.agencyId;
  span.set({
    'http.response.status_code': status,
    ...(clientId !== undefined && { 'sallyport.client_id': clientId }),
    ...(agencyId != null && { 'sallyport.agency_id': agencyId }),
    ...(status >= 400 && { 'error.type': String(status) }),
  });
  span.end(status >= 500 ? String(status) : undefined);
}

/** By which the line of a log is found in the trace (OpenTelemetry, "Trace Context in non-OTLP Log Formats"). */
export function tracedBy({ trace }: FastifyRequest): { trace_id?: string } {
  return trace === null ? {} : { trace_id: trace.traceId };
}
