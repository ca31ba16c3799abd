import { setTimeout as sleep } from 'node:timers/promises';
import { KeepAliveConnection } from './keep-alive-connection.ts';
import type { Stream, StreamResult } from './stream.ts';

const NO_REQUEST = new Uint8Array();

/** One connection and the request it repeats. */
interface Asking {
  connection: KeepAliveConnection;
  request: Uint8Array;
}

async function askWithoutPause({ connection, request }: Asking, endsAt: number, latenciesMs: number[]) {
  for (let askedAt = performance.now(); askedAt < endsAt; ) {
    await connection.exchange(request);
    const answeredAt = performance.now();
    latenciesMs.push(answeredAt - askedAt);
    askedAt = answeredAt;
  }
}

/** Takes the requests one by one, shared with the stream's other connections. */
async function askOnceEach(connection: KeepAliveConnection, requests: Iterator<Uint8Array>, latenciesMs: number[]) {
  for (let next = requests.next(); !next.done; next = requests.next()) {
    const askedAt = performance.now();
    await connection.exchange(next.value);
    latenciesMs.push(performance.now() - askedAt);
  }
}

/** Takes the due times one by one, shared with the stream's other connections. */
async function askWhenDue({ connection, request }: Asking, dueTimes: Iterator<number>, latenciesMs: number[]) {
  for (let due = dueTimes.next(); !due.done; due = dueTimes.next()) {
    const waitMs = due.value - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    await connection.exchange(request);
    // Counted from when the request was due, not sent: a server that stalls must not hide the requests it held back.
    latenciesMs.push(performance.now() - due.value);
  }
}

function* dueTimesOf(perSecond: number, startsAt: number, endsAt: number): Generator<number, undefined> {
  for (let index = 0; startsAt + (index * 1000) / perSecond < endsAt; index += 1)
    yield startsAt + (index * 1000) / perSecond;
}

/**
 * Asks for the duration, then waits for what is unanswered. The rate is of all answers over the time to the last one:
 * work cut off at the end would make slow answers, such as logins, look rarer than they are. Rejects on the first
 * answer that is not 2xx; every connection is closed either way.
 */
export async function runStream(stream: Stream, durationMs: number): Promise<StreamResult> {
  const opening = Array.from({ length: stream.connections }, () => KeepAliveConnection.open(stream.port));
  const connections = await Promise.all(opening);
  const latenciesMs: number[] = [];
  const startsAt = performance.now();
  const endsAt = startsAt + durationMs;
  const dueTimes = stream.perSecond === undefined ? null : dueTimesOf(stream.perSecond, startsAt, endsAt);
  const once = stream.isOnce ? stream.requests.values() : null;
  const ask = (connection: KeepAliveConnection, index: number) => {
    if (once) return askOnceEach(connection, once, latenciesMs);
    const asking = { connection, request: stream.requests[index % stream.requests.length] ?? NO_REQUEST };
    return dueTimes ? askWhenDue(asking, dueTimes, latenciesMs) : askWithoutPause(asking, endsAt, latenciesMs);
  };
  try {
    await Promise.all(connections.map(ask));
  } finally {
    for (const each of connections) each.close();
  }
  const seconds = (performance.now() - startsAt) / 1000;
  return { ratePerSecond: latenciesMs.length / seconds, latenciesMs: Float64Array.from(latenciesMs) };
}
