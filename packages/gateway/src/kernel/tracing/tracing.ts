import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '../errors.ts';
import { readTracestate } from './tracestate.ts';

const current = new AsyncLocalStorage<TraceContext | null>();

/** Runs the work, and whatever it awaits, at that place of a trace; null: of none. */
export function inTrace<T>(context: TraceContext | null, work: () => T): T {
  return context === currentTrace() ? work() : current.run(context, work);
}

/** Where in a trace the caller is; null where nobody traces it. */
export function currentTrace(): TraceContext | null {
  return current.getStore() ?? null;
}

/** The headers by which a request that is sent now goes on with the trace; none where nobody traces it. */
export function traceHeaders(): { traceparent?: string; tracestate?: string } {
  const context = currentTrace();
  if (context === null) return {};
  const { tracestate } = context;
  return { traceparent: traceparentOf(context), ...(tracestate !== null && { tracestate }) };
}

/** Where in a trace something happened (W3C Trace Context). The ids are random and mean nothing by themselves. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** The lowest bit: whoever sent it recorded it. */
  readonly flags: number;
  /** What others have noted of the trace, within the standard's limits; null where nobody did. */
  readonly tracestate: string | null;
}

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Only the bits that version 00 knows are passed on (W3C Trace Context section 3.2.2.5.2). */
const KNOWN_FLAGS = 0x01;

/**
 * The place that the headers name; null where `traceparent` is not well-formed, which is as if neither was sent. A `tracestate`
 * that is not leaves the place as it is (W3C Trace Context section 4.3).
 */
export function readTrace(headers: { traceparent?: unknown; tracestate?: unknown }): TraceContext | null {
  if (typeof headers.traceparent !== 'string') return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(headers.traceparent) ?? [];
  // W3C Trace Context section 4.1: version 00 ends with its flags; a later one may go on.
  if (version === undefined || (version === '00' && rest !== undefined)) return null;
  const tracestate = readTracestate(headers.tracestate);
  return { traceId, spanId, flags: Number.parseInt(flags, 16) & KNOWN_FLAGS, tracestate };
}

/** The header that names the place, in version 00. */
export function traceparentOf({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;
}

export type SpanAttributes = Readonly<Record<string, string | number>>;

/** What a span is. Names and attributes hold no secret, no body, no path or query as it was sent, and nothing of a person. */
export interface SpanAbout {
  readonly name: string;
  /** `server` answers a request, `client` sends one, `internal` does neither. */
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes?: SpanAttributes;
}

/** A span that is not over yet. */
export interface OpenSpan {
  readonly context: TraceContext;
  set(attributes: SpanAttributes): void;
  /** It is over; `errorType` is given where it failed by a fault of ours or of whom we called. */
  end(errorType?: string): void;
}

/** Records spans and sends them to where the operator reads them. */
export interface Tracing {
  begin(about: SpanAbout, parent: TraceContext | null): OpenSpan;
  /** Sends what is recorded, within a bounded time. */
  stop(): Promise<void>;
}

/** What is stated of a failure: its code or its class, never its message, which may name what was sent. */
function errorTypeOf(err: unknown): string {
  if (err instanceof DomainError) return err.code;
  return err instanceof Error ? err.name : 'Error';
}

const isRefusal = (err: unknown) => err instanceof DomainError && err.status < 500;

/** Runs the work in a span of its own below the current one; just runs it where nobody traces, and asks for no `about`. */
export async function traced<T>(
  tracing: Tracing | null,
  about: () => SpanAbout,
  work: (span: OpenSpan | null) => Promise<T>,
): Promise<T> {
  if (tracing === null) return work(null);
  const span = tracing.begin(about(), currentTrace());
  try {
    const value = await inTrace(span.context, () => work(span));
    span.end();
    return value;
  } catch (err) {
    const type = errorTypeOf(err);
    span.set({ 'error.type': type });
    span.end(isRefusal(err) ? undefined : type);
    throw err;
  }
}
