/** What the receiving program is sent, one message at a time. */
export type ReceiverOrder =
  /** Connect so many sockets by sending these bytes, the request of an upgrade, on each. */
  | { kind: 'open'; port: number; upgrade: Uint8Array; sockets: number }
  /** Send when each event arrived at each socket, since this was last asked. */
  | { kind: 'collect' };

/** What it states. An event is its number: the first frame of a socket is event 1. Instants are `monotonicMs`. */
export type ReceiverReport =
  | { kind: 'opened' }
  | { kind: 'everywhere'; event: number }
  | { kind: 'collected'; arrivals: { event: number; at: Float64Array }[] }
  | { kind: 'failed'; reason: string };

/** Milliseconds of a clock that all processes of the machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
