import { type DomainError, ERROR_CATALOGUE } from '../../kernel/errors.ts';
import type { Answer } from '../routing/answer.ts';

const STYLE =
  ':root{color-scheme:dark light}body{font:16px/1.6 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem}h1{font-size:1.25rem}';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const ASK_ITS_MAKER = 'Go back to the application, and tell its maker what it says here.';

/** What the person can do about it. */
function adviceOn({ status, retryAfterSeconds }: DomainError): string {
  if (status !== 503) return ASK_ITS_MAKER;
  const wait = retryAfterSeconds ?? 10;
  return `Load this page again in ${wait === 1 ? 'a second' : `${wait} seconds`}.`;
}

/** A encoded refusal as a page for the person in front of it: what an authorization path must not redirect. */
export function asPage(encoded: Answer, error: DomainError, { requestId }: { requestId: string }): Answer {
  const { title } = ERROR_CATALOGUE[error.code];
  return {
    status: encoded.status,
    headers: {
      ...encoded.headers,
      'content-type': 'text/html; charset=utf-8',
      // RFC 9700 section 4.16: never in a frame.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      `<title>${error.status === 503 ? 'Not possible now' : 'Not authorised'} · Sallyport</title><style>${STYLE}</style><main><h1>${escapeHtml(title)}</h1>`,
      `<p>${escapeHtml(error.message)}.</p><p>${adviceOn(error)}</p>`,
      `<p>Request ${escapeHtml(requestId)}</p></main></html>`,
    ].join(''),
  };
}
