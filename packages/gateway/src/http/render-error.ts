import type { FastifyError } from 'fastify';
import { DomainError, refuse } from '../kernel/errors.ts';
import { VISIBLE } from '../kernel/text.ts';

interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'an object',
  array: 'a list',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** `/variables/user` reads `variables.user`. */
function nameOf({ instancePath, params }: Fault): string {
  const missing = params['missingProperty'] ?? params['additionalProperty'];
  const path = [...instancePath.split('/').slice(1), ...(missing === undefined ? [] : [String(missing)])];
  return path.length === 0 ? 'The body' : path.join('.');
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  'date-time': 'an RFC 3339 instant, as in 2026-11-21T10:30:00Z',
};

/** `text`, `a number or null`. */
function typeWords(types: unknown): string {
  return [types]
    .flat()
    .map((type) => TYPE_WORDS[String(type)] ?? String(type))
    .join(' or ');
}

function describeFault(fault: Fault): string {
  const name = nameOf(fault);
  if ('missingProperty' in fault.params) return `${name} is missing`;
  if ('additionalProperty' in fault.params) return `${name} is not a field of this request`;
  const allowed = fault.params['allowedValues'];
  if (Array.isArray(allowed)) return `${name} must be one of: ${allowed.join(', ')}`;
  const { limit, type } = fault.params;
  switch (fault.keyword) {
    case 'minLength':
      return `${name} must have at least ${limit} characters`;
    case 'maxLength':
      return `${name} must have at most ${limit} characters`;
    case 'type':
      return `${name} must be ${typeWords(type)}`;
    case 'minItems':
      return `${name} must have at least ${limit} items`;
    case 'maxItems':
      return `${name} must have at most ${limit} items`;
    case 'minProperties':
      return `${name} must have at least ${limit} members`;
    case 'maxProperties':
      return `${name} must have at most ${limit} members`;
    case 'const':
      return `${name} must be ${String(fault.params['allowedValue'])}`;
    case 'format':
      return `${name} must be ${FORMAT_WORDS[String(fault.params['format'])] ?? `a ${String(fault.params['format'])}`}`;
    case 'pattern':
      if (fault.params['pattern'] === VISIBLE.source) return `${name} must have at least one visible character`;
      return `${name} must be text of the form ${String(fault.params['pattern'])}`;
    case 'anyOf':
    case 'oneOf':
      return `${name} must be one of the forms that the API pages show`;
    default:
      return `${name} ${fault.message ?? 'must be what the API pages show'}`;
  }
}

/**
 * Every error as one of the catalogue: the one place where what was thrown becomes what is answered. What is not ours
 * becomes `internal`, whose text states nothing of it.
 */
export function toDomainError(error: unknown, bodyLimitBytes: number): DomainError {
  if (error instanceof DomainError) return error;
  const { code, validation, validationContext, statusCode } = error as Partial<FastifyError> & { validation?: Fault[] };
  const [fault] = validation ?? [];
  // Everything in a query is text, but for what was sent twice.
  if (fault?.keyword === 'type' && validationContext === 'querystring') {
    return refuse.invalidRequest({ description: `${nameOf(fault)} must be sent once` });
  }
  if (fault !== undefined) return refuse.invalidRequest({ description: describeFault(fault) });
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refuse.bodyTooLarge({ description: `The body must have at most ${bodyLimitBytes} bytes here` });
  }
  if (statusCode === 415) return refuse.unsupportedMediaType({ description: 'This content type is not taken here' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return refuse.invalidRequest({ description: 'The request is malformed', logDetail: code ?? 'no code' });
  }
  return refuse.internal({
    description: 'Something went wrong on our side; the request id names this request in our log',
    cause: error,
  });
}
