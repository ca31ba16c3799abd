import type { DueDelivery } from '../deliveries/types.ts';

/** One incident's deliveries, which are attempted one after the other. */
export interface Chain {
  readonly incidentId: string;
  readonly waiting: DueDelivery[];
  /** One of them failed: those that follow wait in the database, behind it. */
  isStuck: boolean;
  /** It is at work, or waits for its turn. */
  hasTurn: boolean;
  /** Turns that ended, whose outcomes are being stored. */
  unstored: number;
}

/**
 * The incidents that a run has deliveries of, which take turns: of one never two at a time. Each is here until all that was sent of it
 * is stored, so that what is read meanwhile follows it.
 */
export class IncidentChains {
  readonly #chains = new Map<string, Chain>();
  #ready: Chain[] = [];

  /** How many there are, those included whose outcomes are being stored. */
  get size(): number {
    return this.#chains.size;
  }

  /** How many wait for their turn. */
  get ready(): number {
    return this.#ready.length;
  }

  get incidentIds(): string[] {
    return [...this.#chains.keys()];
  }

  get stuckIncidentIds(): string[] {
    return [...this.#chains.values()].flatMap(({ incidentId, isStuck }) => (isStuck ? [incidentId] : []));
  }

  has(incidentId: string): boolean {
    return this.#chains.has(incidentId);
  }

  /** The last of its incident, which has a turn from now on. */
  add(due: DueDelivery): void {
    const { incidentId } = due.event;
    let chain = this.#chains.get(incidentId);
    if (chain === undefined) {
      chain = { incidentId, waiting: [], isStuck: false, hasTurn: false, unstored: 0 };
      this.#chains.set(incidentId, chain);
    }
    chain.waiting.push(due);
    if (!chain.hasTurn && !chain.isStuck) this.#wait(chain);
  }

  /** The one whose turn it is. */
  take(): Chain | undefined {
    return this.#ready.shift();
  }

  /** Its turn is over, and where `goesOn` it has another one, after those of the others. Its outcomes are being stored. */
  endTurn(chain: Chain, goesOn: boolean): void {
    chain.hasTurn = false;
    chain.unstored += 1;
    if (goesOn) this.#wait(chain);
  }

  /** The outcomes of a turn are stored, or could not be. */
  stored(chain: Chain): void {
    chain.unstored -= 1;
    this.#leave(chain);
  }

  /** Its turn is over and nothing of it is stored. */
  giveUp(chain: Chain): void {
    chain.hasTurn = false;
    this.#leave(chain);
  }

  /** Nobody has a further turn. */
  dropReady(): void {
    for (const chain of this.#ready.splice(0)) this.giveUp(chain);
  }

  #wait(chain: Chain): void {
    chain.hasTurn = true;
    this.#ready.push(chain);
  }

  #leave(chain: Chain): void {
    if (!chain.hasTurn && chain.unstored === 0) this.#chains.delete(chain.incidentId);
  }
}
