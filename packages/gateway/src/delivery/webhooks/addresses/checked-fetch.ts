import { fetch, type RequestInit } from 'undici';
import type { AddressRules } from './address-rules.ts';
import type { ResolveHost } from './host-resolver.ts';
import { OwnerAgents } from './owner-agents.ts';

const WITHIN_MS = 10_000;
/** Whatever an identity provider publishes is smaller. */
const ANSWER_BYTES = 1_048_576;

/** `fetch` to checked addresses alone. `owner` is whose it is: connections and look-ups of names are an owner's own. */
export type FetchChecked = (owner: string, url: string | URL, init?: object) => Promise<Response>;

/** No redirect is followed: it would lead where nobody checked. What takes longer than ten seconds or is larger than 1 MiB fails. */
export function createFetchChecked(settings: { rules: AddressRules; resolve: ResolveHost }): {
  fetchChecked: FetchChecked;
  close(): Promise<void>;
} {
  const limits = { headersTimeout: WITHIN_MS, bodyTimeout: WITHIN_MS, maxResponseSize: ANSWER_BYTES };
  const agents = new OwnerAgents(settings, limits);
  return {
    async fetchChecked(owner, url, init = {}) {
      const request = { ...init, redirect: 'manual', dispatcher: agents.of(owner) } as RequestInit;
      // The library's own class of answer has every member of the standard's.
      return (await fetch(url, request)) as unknown as Response;
    },
    close: () => agents.close(),
  };
}
