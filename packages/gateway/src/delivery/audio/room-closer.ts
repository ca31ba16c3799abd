import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loop, Loops } from '../../kernel/loops.ts';
import type { LiveAudio } from './live-audio.ts';
import { noteRoomEnded, roomsToEnd } from './store.ts';

const LOOK_MS = 500;
const RETRY_MS = 5_000;

/**
 * Ends the room of a call once the call's end is stored, and once more when the last token for it has expired, because a
 * token still opened a new one until then. Any process does it, at its next look, 500 ms apart, or 5 s apart while LiveKit
 * cannot be reached; whoever ends a call never waits for it.
 */
export class RoomCloser {
  readonly #ports: { database: Database; audio: LiveAudio; clock: Clock; log: Log; loops: Loops };
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #loop: Loop | undefined;
  #isStopped = true;

  constructor(ports: { database: Database; audio: LiveAudio; clock: Clock; log: Log; loops: Loops }) {
    this.#ports = ports;
  }

  start(): void {
    this.#isStopped = false;
    this.#loop = this.#ports.loops.watch('audio_rooms', { everyMs: LOOK_MS, isEssential: false });
    this.#lookIn(LOOK_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#loop?.end();
    await this.#looking;
  }

  #lookIn(milliseconds: number): void {
    const loop = this.#loop;
    if (this.#isStopped || loop === undefined) return;
    this.#timer = setTimeout(() => {
      this.#looking = loop
        .run(() => this.look())
        .then(
          () => this.#lookIn(LOOK_MS),
          (err) => {
            this.#ports.log.warn({ err }, `a room could not be ended; trying again in ${RETRY_MS} ms`);
            this.#lookIn(RETRY_MS);
          },
        );
    }, milliseconds);
  }

  /** Ends what is to be ended now. */
  async look(): Promise<void> {
    const { database, audio, clock } = this.#ports;
    for (const { incidentId } of await roomsToEnd(database.read, clock.now())) {
      const endedAt = clock.now();
      await audio.endRoom(incidentId);
      await database.write((tx) => noteRoomEnded(tx.query, incidentId, endedAt));
    }
  }
}
