/** What one client was given and refused. */
export interface ClientFigures {
  readonly clientId: string;
  tokens: number;
  /** Requests of the client that were refused. */
  refusals: number;
  /** Requests that were refused because they only claimed to be of it. */
  claims: number;
}

type Counts = readonly { readonly clientId: string; readonly count: number }[];

/** Tokens and refusals by client, added up part by part. */
export class ClientTally {
  readonly #figures = new Map<string, ClientFigures>();

  add(counts: { readonly [Member in 'tokens' | 'refusals' | 'claims']?: Counts }): void {
    for (const member of ['tokens', 'refusals', 'claims'] as const) {
      for (const { clientId, count } of counts[member] ?? []) this.#of(clientId)[member] += count;
    }
  }

  /** The one with the most tokens first. */
  byTokens(): ClientFigures[] {
    return [...this.#figures.values()].sort(
      (left, right) => right.tokens - left.tokens || (left.clientId < right.clientId ? -1 : 1),
    );
  }

  #of(clientId: string): ClientFigures {
    const known = this.#figures.get(clientId);
    if (known !== undefined) return known;
    const made = { clientId, tokens: 0, refusals: 0, claims: 0 };
    this.#figures.set(clientId, made);
    return made;
  }
}
