import { AsyncLocalStorage } from 'node:async_hooks';
import { type TraceContext, traceparentOf } from './trace-context.ts';

const current = new AsyncLocalStorage<TraceContext | null>();

/** Runs the work, and whatever it awaits, at that place of a trace; null: of none. */
export function inTrace<T>(context: TraceContext | null, work: () => T): T {
  return current.run(context, work);
}

/** Where in a trace the caller is; null where nobody traces it. */
export function currentTrace(): TraceContext | null {
  return current.getStore() ?? null;
}

/** The header by which a request that is sent now goes on with the trace; none where nobody traces it. */
export function traceHeaders(): { traceparent?: string } {
  const context = currentTrace();
  return context === null ? {} : { traceparent: traceparentOf(context) };
}
