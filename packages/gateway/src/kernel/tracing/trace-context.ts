/** Where in a trace something happened (W3C Trace Context). The ids are random and mean nothing by themselves. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** The lowest bit: whoever sent it recorded it. */
  readonly flags: number;
}

const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Only the bits that version 00 knows are passed on (W3C Trace Context section 3.2.2.5.2). */
const KNOWN_FLAGS = 0x01;

/** The place that a `traceparent` names; null where it is not well-formed, which is as if none was sent (W3C Trace Context section 4.3). */
export function readTraceparent(header: unknown): TraceContext | null {
  if (typeof header !== 'string') return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(header) ?? [];
  // W3C Trace Context section 4.1: version 00 ends with its flags; a later one may go on.
  if (version === undefined || (version === '00' && rest !== undefined)) return null;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) & KNOWN_FLAGS };
}

/** The header that names the place, in version 00. */
export function traceparentOf({ traceId, spanId, flags }: TraceContext): string {
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;
}
