import { Active911Refusal, Active911TokenRefusal } from '@sallyport/contract';
import type { DomainError, ErrorCode } from '../../kernel/errors.ts';
import { refusalHeaders } from '../challenges.ts';
import { asPage } from '../refusal-page.ts';
import type { Dialect } from '../route.ts';
import { AS_TEXT_HTML, toJson } from './envelope.ts';
import { rewriteUrl } from './rewrite-url.ts';

/** The catalogue's codes that RFC 6749 sections 4.1.2.1 and 5.2 have under another name. */
const RENAMED: Partial<Record<ErrorCode, string>> = {
  forbidden: 'access_denied',
  too_many_requests: 'temporarily_unavailable',
  internal: 'server_error',
  unavailable: 'temporarily_unavailable',
  outcome_unknown: 'temporarily_unavailable',
};
const STANDARD = new Set<ErrorCode>([
  'invalid_scope',
  'unsupported_response_type',
  'unsupported_grant_type',
  'unauthorized_client',
  'invalid_client',
  'invalid_grant',
  'invalid_dpop_proof',
]);

/** The error code of RFC 6749 that says it; what the standard has no word for is `invalid_request`. */
export function tokenErrorOf({ code }: DomainError): string {
  return RENAMED[code] ?? (STANDARD.has(code) ? code : 'invalid_request');
}

/** The token paths: `error` and `error_description`, as the vendor's own sample reads them. */
export const active911Token: Dialect = {
  name: 'active911',
  refusalSchema: Active911TokenRefusal,
  pathPrefixes: ['/interface/open_api/token.php', '/interface/open_api/authorize_agency.php', '/interface/dev/'],
  encodeRefusal: (error) => ({
    status: error.status,
    headers: { ...refusalHeaders(error), pragma: 'no-cache' },
    body: { error: tokenErrorOf(error), error_description: error.message },
  }),
};

/** The API: every answer in the envelope, refusals too. */
export const active911: Dialect = {
  name: 'active911',
  refusalSchema: Active911Refusal,
  pathPrefixes: ['/interface/'],
  rewriteUrl,
  encodeRefusal: (error) => ({
    status: error.status,
    headers: { ...refusalHeaders(error), ...AS_TEXT_HTML },
    body: toJson({ result: 'error', message: error.message }),
  }),
};

/** What must not be redirected: a page for the person in front of it. */
export const active911Page: Dialect = {
  ...active911Token,
  pathPrefixes: [],
  encodeRefusal: (error, context) => asPage(active911Token.encodeRefusal(error, context), error, context),
};
