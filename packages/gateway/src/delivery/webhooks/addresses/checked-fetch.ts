import { fetch, type RequestInit } from 'undici';
import type { AddressRules } from './address-rules.ts';
import type { ResolveHost } from './host-resolver.ts';
import { OwnerAgents } from './owner-agents.ts';

const WITHIN_MS = 10_000;
/** Whatever an identity provider publishes is smaller. */
const ANSWER_BYTES = 1_048_576;

/** `fetch` to checked addresses alone. `owner` is whose it is: connections and look-ups of names are an owner's own. */
export type FetchChecked = (owner: string, url: string | URL, init?: object) => Promise<Response>;

/** The answer, whose body fails once it is larger than 1 MiB. It is counted as it is read: a mebibyte of gzip is a gibibyte of text. */
function bounded(answer: Response): Response {
  let bytes = 0;
  const counted = answer.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        bytes += piece.byteLength;
        if (bytes > ANSWER_BYTES) controller.error(new Error(`the answer is larger than ${ANSWER_BYTES} bytes`));
        else controller.enqueue(piece);
      },
    }),
  );
  return new Response(counted ?? null, answer);
}

/**
 * No redirect is followed: it would lead where nobody checked. What takes longer than ten seconds with its body, or is larger than
 * 1 MiB, compressed or not, fails.
 */
export function createFetchChecked(settings: { rules: AddressRules; resolve: ResolveHost; withinMs?: number }): {
  fetchChecked: FetchChecked;
  close(): Promise<void>;
} {
  const { withinMs = WITHIN_MS } = settings;
  const limits = { headersTimeout: withinMs, bodyTimeout: withinMs, maxResponseSize: ANSWER_BYTES };
  const agents = new OwnerAgents(settings, limits);
  return {
    async fetchChecked(owner, url, init: { signal?: AbortSignal | null } = {}) {
      // The library's time for a body is that between two pieces of it, and one that trickles has many.
      const late = AbortSignal.timeout(withinMs);
      const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
      const request = { ...init, signal, redirect: 'manual', dispatcher: agents.of(owner) } as RequestInit;
      // The library's own class of answer has every member of the standard's.
      return bounded((await fetch(url, request)) as unknown as Response);
    },
    close: () => agents.close(),
  };
}
