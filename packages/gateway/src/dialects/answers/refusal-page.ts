import { type DomainError, ERROR_CATALOGUE, type ErrorCode } from '../../kernel/errors.ts';
import type { Answer } from '../routing/answer.ts';
import type { ErrorContext } from '../routing/error-encoding.ts';

const STYLE =
  ':root{color-scheme:dark light}body{font:16px/1.6 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem}h1{font-size:1.25rem}h2{font-size:1.1rem}section{margin:2rem 0;border-top:1px solid}';

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

/** The page as an answer of the refusal's status; `main` is HTML. */
function pageOf({ status, headers }: Answer, title: string, main: string): Answer {
  return {
    status,
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      // RFC 9700 section 4.16: never in a frame.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    },
    body: [
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
      `<title>${title} · Sallyport</title><style>${STYLE}</style><main>${main}</main></html>`,
    ].join(''),
  };
}

/** An encoded refusal as a page for the person in front of it: what an authorization path must not redirect. */
export function asPage(encoded: Answer, error: DomainError, { requestId }: ErrorContext): Answer {
  const { title } = ERROR_CATALOGUE[error.code];
  return pageOf(
    encoded,
    error.status === 503 ? 'Not possible now' : 'Not authorised',
    [
      `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(error.message)}.</p>`,
      `<p>${adviceOn(error)}</p><p>Request ${escapeHtml(requestId)}</p>`,
    ].join(''),
  );
}

/** What is over or did not work once, and works at the next sign-in. */
const AGAIN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['invalid_request', 'conflict', 'too_many_requests', 'unavailable', 'outcome_unknown', 'internal'] as const),
]);

const TO_DO = {
  again: {
    en: ['The sign-in took too long, was begun in another browser, or could not be finished.', 'Sign in again'],
    es: [
      'El inicio de sesión tardó demasiado, empezó en otro navegador o no se pudo terminar.',
      'Volver a iniciar sesión',
    ],
  },
  ask: {
    en: [
      'Your agency’s sign-in did not let you in. Ask an administrator of your agency, and show them the last lines of this page.',
      'Back to the sign-in page',
    ],
    es: [
      'El inicio de sesión de su agencia no le dejó entrar. Pida ayuda a un administrador de su agencia y muéstrele las últimas líneas de esta página.',
      'Volver a la página de inicio de sesión',
    ],
  },
} as const;

/**
 * An encoded refusal as a page for a person whom an agency's identity provider was to sign in: what to do about it, in English and in
 * Spanish, and for an administrator why it was refused.
 */
export function asSignInPage(encoded: Answer, error: DomainError, { requestId }: ErrorContext): Answer {
  const { en, es } = TO_DO[AGAIN.has(error.code) ? 'again' : 'ask'];
  const part = ([what, link]: readonly [string, string]) => `<p>${what}</p><p><a href="/portal">${link}</a></p>`;
  const wait = error.retryAfterSeconds ?? 0;
  const [until, hasta] = wait > 0 ? [`<p>Wait ${wait} s before.</p>`, `<p>Espere ${wait} s antes.</p>`] : ['', ''];
  return pageOf(
    encoded,
    'Not signed in',
    [
      `<h1>You are not signed in</h1>${until}${part(en)}`,
      `<section lang="es"><h2>No ha iniciado sesión</h2>${hasta}${part(es)}</section>`,
      `<p>${escapeHtml(error.message)}. Request ${escapeHtml(requestId)}</p>`,
    ].join(''),
  );
}
