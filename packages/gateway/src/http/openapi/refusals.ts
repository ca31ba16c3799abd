import type { ErrorEncoding } from '../../dialects/routing/error-encoding.ts';
import type { Route } from '../../dialects/routing/route.ts';
import { DomainError, ERROR_CATALOGUE, type ErrorCode } from '../../kernel/errors.ts';
import type { Components } from './components.ts';

const CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

/** Invented, so that every generated document is the same. */
const CONTEXT = {
  requestId: '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11',
  path: '/',
  publicUrl: 'https://gateway.example',
};

/** What `http` refuses by a route's declaration alone, before its use case refuses anything. */
function codesOf({ access, body, limit, schema, path }: Route<never>): ErrorCode[] {
  const hasInput = body !== 'none' || schema.query !== undefined;
  return [
    ...(hasInput ? (['invalid_request'] as const) : []),
    ...(body === 'form-or-json' && access.kind === 'public' ? (['invalid_client'] as const) : []),
    ...(access.kind === 'public' ? [] : (['missing_token', 'insufficient_scope'] as const)),
    ...(path.includes('/:') ? (['not_found'] as const) : []),
    ...(body === 'none' ? [] : (['body_too_large', 'unsupported_media_type'] as const)),
    ...(limit === 'none' && body === 'none' ? [] : (['too_many_requests'] as const)),
    'unavailable',
  ];
}

/** The refusals of every wire as components: one for each of its statuses, with the codes that are answered by it and an example. */
export class Refusals {
  readonly #components: Components;
  readonly #names = new Map<string, string>();
  readonly #responses: Record<string, object> = {};

  constructor(components: Components) {
    this.#components = components;
  }

  /**
   * The refusals of one route by status, as references: those of every stage before its use case, those that its use case alone
   * has (`ofUseCase`) with its own codes, and what else there may be as `4XX` and `5XX`.
   */
  of({ errors, ...route }: Route<never>, dialect: string, ofUseCase: readonly ErrorCode[]): Record<string, object> {
    const statusOf = (code: ErrorCode) => String(this.#encode(errors, code).status);
    const named = new Set(['4XX', '5XX', ...codesOf({ errors, ...route }).map(statusOf)]);
    const own = Map.groupBy(ofUseCase, statusOf);
    const refer = (status: string, codes: readonly ErrorCode[]) =>
      [status, this.#refer(`${dialect}_${status}`, this.#response(errors, status, codes))] as const;
    return Object.fromEntries([
      ...[...named].map((status) => refer(status, this.#codesOf(errors, status))),
      ...[...own].filter(([status]) => !named.has(status)).map(([status, codes]) => refer(status, codes)),
    ]);
  }

  #encode({ encodeError }: ErrorEncoding, code: ErrorCode) {
    return encodeError[code](new DomainError(code, { description: ERROR_CATALOGUE[code].title }), CONTEXT);
  }

  /** Every code that this wire answers by the status. */
  #codesOf(errors: ErrorEncoding, status: string): readonly ErrorCode[] {
    return CODES.filter((code) => {
      const answered = String(this.#encode(errors, code).status);
      return status.endsWith('XX') ? answered[0] === status[0] : answered === status;
    });
  }

  #refer(wanted: string, response: object): object {
    const key = JSON.stringify(response);
    const name = this.#names.get(key) ?? this.#nameFor(wanted);
    this.#names.set(key, name);
    this.#responses[name] = response;
    return { $ref: `#/components/responses/${name}` };
  }

  #nameFor(wanted: string): string {
    if (!(wanted in this.#responses)) return wanted;
    let count = 2;
    while (`${wanted}_${count}` in this.#responses) count += 1;
    return `${wanted}_${count}`;
  }

  #response(errors: ErrorEncoding, status: string, codes: readonly ErrorCode[]): object {
    const [first = 'internal'] = codes;
    const { headers = {}, body } = this.#encode(errors, first);
    const [mediaType = ''] = (headers['content-type'] ?? 'application/json').split(';');
    const isPage = typeof body === 'string' && !body.startsWith('{');
    const example = typeof body === 'string' && !isPage ? JSON.parse(body) : body;
    const schema = isPage ? { type: 'string' } : this.#components.refer(errors.schema);
    const challenge = headers['www-authenticate'];
    const isShort = !status.endsWith('XX');
    const described = codes.map((code) => `\`${code}\`${isShort ? ` (${ERROR_CATALOGUE[code].title})` : ''}`);
    return {
      description: `${isPage ? 'A page for the person in front of it' : 'Refused'}: ${described.join(', ')}`,
      ...(challenge !== undefined && {
        headers: {
          'WWW-Authenticate': {
            description: 'How to be known (RFC 9110 section 11.6.1)',
            schema: { type: 'string', examples: [challenge] },
          },
        },
      }),
      content: { [mediaType]: { schema, ...(!isPage && { example }) } },
    };
  }

  /** Those that were referred to, by name. */
  responses(): Record<string, object> {
    return Object.fromEntries(Object.entries(this.#responses).sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}
