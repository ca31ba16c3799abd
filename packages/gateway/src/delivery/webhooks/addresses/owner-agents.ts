import { Agent } from 'undici';
import type { AddressRules } from './address-rules.ts';
import { checkedConnector } from './checked-connector.ts';
import type { ResolveHost } from './host-resolver.ts';

/** Connections to checked addresses alone, a pool an owner, so that nobody's slow hosts hold up another's. */
export class OwnerAgents {
  readonly #rules: AddressRules;
  readonly #resolve: ResolveHost;
  readonly #options: Agent.Options;
  readonly #agents = new Map<string, Agent>();
  readonly #closed = new AbortController();

  constructor({ rules, resolve }: { rules: AddressRules; resolve: ResolveHost }, options: Agent.Options) {
    this.#rules = rules;
    this.#resolve = resolve;
    this.#options = options;
  }

  of(owner: string): Agent {
    let agent = this.#agents.get(owner);
    if (agent === undefined) {
      const connect = checkedConnector(this.#rules, this.#resolve, owner, this.#closed.signal);
      // Over HTTP/1.1 whatever is broken off ends its connection; a session of HTTP/2 that takes nothing more would stay.
      agent = new Agent({ ...this.#options, connect, allowH2: false });
      this.#agents.set(owner, agent);
    }
    return agent;
  }

  /** Ends every connection, also those that are being made. */
  async close(): Promise<void> {
    this.#closed.abort(new DOMException('The server is stopping', 'AbortError'));
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }
}
