import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connectStream, tokenFrom } from '../../packages/testing/src/stream-client.ts';

/** Numbers from 0 to 1 that a printed seed repeats. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

/** Call-handling equipment that repeats each request with its key until it is acknowledged, by whichever server answers. */
export class Equipment {
  readonly acknowledged = new Set<string>();
  readonly #urls: () => readonly string[];
  readonly #random: () => number;
  #cached: string | undefined;

  constructor(urls: () => readonly string[], random: () => number) {
    this.#urls = urls;
    this.#random = random;
  }

  /** Opens a call and reports `batches` times `size` locations of it, at the given number of events a second. */
  async write(work: { batches: number; size: number; eventsPerSecond: number }): Promise<void> {
    const { id } = (await this.#post('/api/incidents', { call: {} })) as { id: string };
    const startedAt = performance.now();
    for (let batch = 0; batch < work.batches; batch += 1) {
      const changes = Array.from({ length: work.size }, () => ({
        location: { latitude: this.#random(), longitude: this.#random() },
      }));
      const stored = (await this.#post(`/api/incidents/${id}/changes`, { changes })) as { changes: { id: string }[] };
      for (const change of stored.changes) this.acknowledged.add(change.id);
      await pause(startedAt + ((batch + 1) * work.size * 1000) / work.eventsPerSecond - performance.now());
    }
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const key = randomUUID();
    for (;;) {
      const urls = this.#urls();
      const url = urls[Math.floor(this.#random() * urls.length)] ?? '';
      try {
        const answer = await fetch(`${url}${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${await this.#token(url)}`,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          body: JSON.stringify(body),
        });
        if (answer.ok) return await answer.json();
        assert.ok(answer.status >= 500, `${path} answered ${answer.status}: ${await answer.text()}`);
      } catch (err) {
        if (err instanceof assert.AssertionError) throw err;
      }
      await pause(25);
    }
  }

  async #token(url: string): Promise<string> {
    this.#cached ??= await tokenFrom(url, 'sandbox-call-handling');
    return this.#cached;
  }
}

/** A subscriber that is cut off at random and resumes after its last cursor, by whichever server answers. */
export class Follower {
  readonly ids: string[] = [];
  readonly cursors: string[] = [];
  cuts = 0;
  #isDone = false;
  readonly #urls: () => readonly string[];
  readonly #random: () => number;

  constructor(urls: () => readonly string[], random: () => number) {
    this.#urls = urls;
    this.#random = random;
  }

  /** Follows the log from its start until `stop`. */
  async follow(): Promise<void> {
    let token: string | undefined;
    while (!this.#isDone) {
      const urls = this.#urls();
      const url = urls[Math.floor(this.#random() * urls.length)] ?? '';
      try {
        token ??= await tokenFrom(url, 'sandbox-prepared-events');
        const after = this.cursors.at(-1) ?? 'sandbox-county:0';
        const stream = await connectStream(url, { token, after });
        await this.#listen(stream);
      } catch {
        await pause(25);
      }
    }
  }

  async #listen({ socket, frames, closed }: Awaited<ReturnType<typeof connectStream>>): Promise<void> {
    const cutAfterMs = this.#random() * 250;
    await Promise.race([closed, pause(cutAfterMs)]);
    // What arrived before the cut is what this subscriber has; anything after it was never seen.
    socket.removeAllListeners('message');
    socket.terminate();
    this.cuts += 1;
    for (const { id, cursor, type } of frames) {
      if (type === 'warning') continue;
      this.ids.push(id);
      this.cursors.push(cursor);
    }
  }

  stop(): void {
    this.#isDone = true;
  }
}

/** Every event exactly once, in the order of the log, nothing acknowledged missing. */
export function assertNothingLost(follower: Follower, equipment: Equipment): void {
  assert.deepEqual(
    follower.cursors,
    follower.cursors.map((_, index) => `sandbox-county:${index + 1}`),
  );
  const seen = new Set(follower.ids);
  assert.equal(seen.size, follower.ids.length);
  assert.deepEqual(
    [...equipment.acknowledged].filter((id) => !seen.has(id)),
    [],
  );
}
