import { DomainError } from '../errors.ts';
import { currentTrace, inTrace } from './current-trace.ts';
import type { TraceContext } from './trace-context.ts';

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
