import { encodeRequest } from './stream.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** A form POST to a token path, as bytes to send under load and as a `fetch` to look at one answer. */
export interface TokenRequest {
  bytes: Uint8Array;
  /** Asks once and returns the answer's body; throws with the body on any status but 2xx. */
  askOnce(origin: string): Promise<{ access_token: string }>;
}

export function tokenRequest(path: string, parameters: Record<string, string>): TokenRequest {
  const body = new URLSearchParams(parameters).toString();
  return {
    bytes: encodeRequest('POST', path, FORM, body),
    async askOnce(origin) {
      const answer = await fetch(origin + path, { method: 'POST', headers: FORM, body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${origin}${path} answered ${answer.status}: ${text}`);
      return JSON.parse(text) as { access_token: string };
    },
  };
}
