import type { FastifyRequest } from 'fastify';
import { type OpenSpan, readTrace, type TraceContext, type Tracing } from '../kernel/tracing/tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where in a trace it is answered: its own span, or the place its sender named; null where nobody traces it. */
    trace: TraceContext | null;
    span: OpenSpan | null;
  }
}

/**
 * Goes on with the trace that the request names (W3C Trace Context), in a span of its own where it is for a route or a socket.
 * Pages and health checks have none.
 */
export function beginRequestSpan(tracing: Tracing | null, request: FastifyRequest): void {
  const { traceparent, tracestate } = request.headers;
  const parent = readTrace({ traceparent, tracestate });
  const { url = '', config } = request.routeOptions;
  if (tracing !== null && config.route !== undefined) {
    const { method } = request;
    const attributes = { 'http.request.method': method, 'http.route': url, 'sallyport.request_id': request.id };
    request.span = tracing.begin({ name: `${method} ${url}`, kind: 'server', attributes }, parent);
  }
  request.trace = request.span?.context ?? parent;
}

/**
 * Ends it with whose request it was; a socket's once it is open, with 101, because it stays open for hours. `refusedWith` is the
 * code of who is let in to read why they are refused. A refusal is no fault of the server's (OpenTelemetry, "HTTP spans", status).
 */
export function endRequestSpan(request: FastifyRequest, status: number, refusedWith?: string): void {
  const { span, principal } = request;
  if (span === null) return;
  request.span = null;
  const clientId = principal?.client?.id;
  const agencyId = principal?.agencyId;
  const errorType = status >= 400 ? String(status) : refusedWith;
  span.set({
    'http.response.status_code': status,
    ...(clientId !== undefined && { 'sallyport.client_id': clientId }),
    ...(agencyId != null && { 'sallyport.agency_id': agencyId }),
    ...(errorType !== undefined && { 'error.type': errorType }),
  });
  span.end(status >= 500 ? String(status) : undefined);
}

/** By which the line of a log is found in the trace (OpenTelemetry, "Trace Context in non-OTLP Log Formats"). */
export function tracedBy({ trace }: FastifyRequest): { trace_id?: string } {
  return trace === null ? {} : { trace_id: trace.traceId };
}
