import { setTimeout as pause } from 'node:timers/promises';
import { createTokens, Sallyport, sallyport, tokens } from '@sallyport/client';
import type { BatchChange } from '@sallyport/contract';
import type { Act, Story } from './story.ts';

const PROGRESS_EVERY_INCIDENTS = 10;
const SAID_IN_MS = 350;

/** How often something was sent, and how often it was refused or never answered. */
export interface Tally {
  incidents: number;
  happenings: number;
  failures: number;
}

/** A sandbox client of the server, whose token renews itself. */
function clientOf(baseUrl: string, clientId: string): Sallyport {
  const credentials = { clientId, clientSecret: `${clientId}-secret` };
  return new Sallyport({ baseUrl, auth: tokens(createTokens({ server: sallyport(baseUrl), ...credentials })) });
}

/**
 * Performs stories on a server through its public APIs, each step when it is due, `speed` times as fast as given. A step
 * that fails is stated and passed over; an incident that could not be opened is left out. Where `stop` is signalled, no
 * further step is sent, and calls that go on are ended.
 */
export class Performance {
  readonly tally: Tally = { incidents: 0, happenings: 0, failures: 0 };
  readonly #calls: Sallyport;
  readonly #alarms: Sallyport;
  readonly #print: (line: string) => void;
  readonly #speed: number;
  readonly #stop: AbortSignal;
  readonly #startedAt = Date.now();

  constructor(options: { url: string; speed: number; stop: AbortSignal; print: (line: string) => void }) {
    this.#calls = clientOf(options.url, 'sandbox-call-handling');
    this.#alarms = clientOf(options.url, 'sandbox-alarm');
    this.#print = options.print;
    this.#speed = options.speed;
    this.#stop = options.stop;
  }

  /** Resolves once every story has ended, or after `stop`. */
  async perform(stories: Iterable<Story>): Promise<void> {
    const running = new Set<Promise<void>>();
    for (const story of stories) {
      if (!(await this.#isDue(story.startsAtSeconds))) break;
      const one: Promise<void> = this.#performOne(story).finally(() => running.delete(one));
      running.add(one);
    }
    await Promise.all(running);
  }

  async #performOne({ number, startsAtSeconds, steps }: Story): Promise<void> {
    let incidentId: string | undefined;
    let isOver = true;
    for (const { afterSeconds, act, line } of steps) {
      if (!(await this.#isDue(startsAtSeconds + afterSeconds))) break;
      const stated = `incident ${number}: ${line}`;
      const id = await this.#try(stated, () => this.#send(act, incidentId ?? ''));
      if (id === undefined && incidentId === undefined) return;
      incidentId ??= id;
      if (act.kind === 'open') isOver = false;
      if (act.kind === 'change' && act.change.end !== undefined && id !== undefined) isOver = true;
    }
    if (!isOver && incidentId !== undefined) {
      const openId = incidentId;
      await this.#try(`incident ${number}: call ended`, () => this.#change(openId, { end: {} }));
    }
    this.tally.incidents += 1;
    if (this.tally.incidents % PROGRESS_EVERY_INCIDENTS === 0) this.#print(`-- ${this.summary()}`);
  }

  /** `12 incidents, 240 happenings, 0 failed, in 65 s`. */
  summary(): string {
    const { incidents, happenings, failures } = this.tally;
    return `${incidents} incidents, ${happenings} happenings, ${failures} failed, in ${this.#elapsedSeconds()} s`;
  }

  #elapsedSeconds(): number {
    return Math.round((Date.now() - this.#startedAt) / 1_000);
  }

  /** False where the performance was stopped before. */
  async #isDue(atSeconds: number): Promise<boolean> {
    const waits = this.#startedAt + (atSeconds * 1_000) / this.#speed - Date.now();
    if (waits > 0) await pause(waits, undefined, { signal: this.#stop }).catch(() => {});
    return !this.#stop.aborted;
  }

  /** The id the step answered with, or nothing where it failed. */
  async #try(line: string, send: () => Promise<string>): Promise<string | undefined> {
    try {
      const id = await send();
      this.tally.happenings += 1;
      this.#print(`${String(this.#elapsedSeconds()).padStart(4)} s  ${line}`);
      return id;
    } catch (err) {
      this.tally.failures += 1;
      this.#print(`${String(this.#elapsedSeconds()).padStart(4)} s  FAILED ${line}: ${(err as Error).message}`);
      return undefined;
    }
  }

  async #send(act: Act, incidentId: string): Promise<string> {
    switch (act.kind) {
      case 'open':
        return (await this.#calls.calls.open(act.request)).id;
      case 'raise':
        return (await this.#alarms.triggerAlert(act.request)).alert_id.replace('alert-', '');
      case 'change':
        return this.#change(incidentId, act.change);
      case 'speak': {
        const { speaker, word } = act;
        const now = Date.now();
        const instants = {
          started_at: new Date(now - SAID_IN_MS).toISOString(),
          ended_at: new Date(now).toISOString(),
        };
        const spoken = { word, speaker, ...instants, confidence: 0.94, language_code: 'en-US' };
        return this.#change(incidentId, { transcript: { words: [spoken] } });
      }
    }
  }

  async #change(incidentId: string, change: BatchChange): Promise<string> {
    await this.#calls.calls.change(incidentId, [change]);
    return incidentId;
  }
}
