import { EventCounter, type EventKind } from '../event-counts.ts';
import { chooseAgency, NATION, type WorkKind } from '../hour.ts';
import type { PopulatedAgency, Population } from '../population/population.ts';
import { type Answer, Asker, Refused, type Request } from './asker.ts';
import { createDice } from './dice.ts';

const SEED = 911;

export interface Call {
  readonly id: string;
  readonly phoneNumber: string;
  readonly openedAt: number;
  /** True once a location of it was acknowledged, from when on a lookup must find one. */
  isLocated: boolean;
}

/** An agency as the generator knows it. */
export class Agency {
  readonly index: number;
  readonly id: string;
  readonly client: PopulatedAgency['client'];
  readonly person: PopulatedAgency['person'];
  readonly events = new EventCounter();
  readonly calls: Call[] = [];
  /** What its machines send as Authorization. */
  headers: Record<string, string> = {};

  constructor(index: number, { id, client, person }: PopulatedAgency) {
    this.index = index;
    this.id = id;
    this.client = client;
    this.person = person;
  }

  /** The call that was open before the hour began, and stays open. */
  get standingCall(): Call {
    const [first] = this.calls;
    if (first === undefined) throw new Error(`${this.id} has no call`);
    return first;
  }
}

/** An alert that waits for its next answer. */
export interface OpenAlert {
  readonly agency: Agency;
  readonly id: string;
  readonly answered: number;
}

/** Everybody who asks, and what they know of each other's work. */
export class World {
  readonly agencies: readonly Agency[];
  readonly population: Population;
  readonly random = createDice(SEED);
  readonly #diceOf = Object.fromEntries(
    Object.keys(NATION.perSecond).map((kind, index) => [kind, createDice(SEED + 1 + index)]),
  ) as Record<WorkKind, () => number>;
  /** By station, what it sends as Authorization. */
  readonly stationHeaders: Record<string, string>[] = [];
  readonly openAlerts: OpenAlert[] = [];
  /** People's tokens, the newest last. */
  readonly personTokens: { readonly agency: Agency; readonly token: string }[] = [];
  /** Their signatures. */
  readonly issuedTokens = new Set<string>();
  readonly #asker: Asker;
  #numbers = 0;

  constructor(origins: readonly string[], population: Population) {
    this.#asker = new Asker(origins);
    this.population = population;
    this.agencies = population.agencies.map((agency, index) => new Agency(index, agency));
  }

  /** A number of that kind of work's own dice: the same in every run, in whatever order the kinds ask. */
  randomOf(kind: WorkKind): number {
    return this.#diceOf[kind]();
  }

  someAgency(kind: WorkKind): Agency {
    return this.agencies[chooseAgency(this.agencies.length, this.randomOf(kind))] as Agency;
  }

  someOf<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  /** A number that nothing had before. */
  nextNumber(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  ask(request: Request): Promise<Answer> {
    return this.#asker.ask(request);
  }

  /** Asks for what makes these events of the agency, and counts them. */
  async write(agency: Agency, kinds: readonly EventKind[], request: Request): Promise<Answer> {
    try {
      const answer = await this.#asker.ask(request);
      agency.events.add('acknowledged', kinds);
      return answer;
    } catch (err) {
      // A 5xx may state that nobody knows whether it was written.
      if (!(err instanceof Refused) || err.status >= 500) agency.events.add('unknown', kinds);
      throw err;
    }
  }

  close(): Promise<void> {
    return this.#asker.close();
  }
}
