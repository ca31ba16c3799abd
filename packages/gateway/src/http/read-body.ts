import type { BodyKind, ParameterBody } from '../dialects/route.ts';
import { DomainError, refuse } from '../kernel/errors.ts';
import { storableText } from '../kernel/text.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw refuse.invalidRequest({ description: 'The body is not UTF-8' });
  }
}

/** PostgreSQL stores no NUL character, and nothing that is said about an emergency has one. */
function withoutNul(text: string): string {
  if (text.includes('\0')) throw refuse.invalidRequest({ description: 'The body has a NUL character' });
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__') throw new SyntaxError('a forbidden name');
      withoutNul(key);
      return typeof value === 'string' ? storableText(withoutNul(value)) : value;
    });
  } catch (err) {
    if (err instanceof DomainError) throw err;
    throw refuse.invalidRequest({ description: 'The body is not valid JSON' });
  }
}

function mediaTypeOf(contentType: string | undefined): string {
  const [mediaType = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw refuse.unsupportedMediaType({ description: 'Send the body in UTF-8' });
  }
  return mediaType.trim();
}

/** RFC 6749 section 5.2: a description has printable ASCII alone, so only a name that looks like one is repeated. */
function nameOf(name: string): string {
  return /^[a-z_]{1,40}$/.test(name) ? name : 'A parameter';
}

function* parametersOfJson(text: string, takesNumbers: boolean): Generator<[string, string]> {
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw refuse.invalidRequest({ description: 'The JSON body must be one object' });
  }
  for (const [name, value] of Object.entries(parsed)) {
    if (value === null || (REPEATABLE.has(name) && Array.isArray(value))) continue;
    if (takesNumbers && typeof value === 'number') {
      yield [name, String(value)];
      continue;
    }
    if (typeof value !== 'string') throw refuse.invalidRequest({ description: `${nameOf(name)} must be text` });
    yield [name, value];
  }
}

/** RFC 8707 section 2: of every token the resource is this server, however many are named. */
const REPEATABLE: ReadonlySet<string> = new Set(['resource']);

/** RFC 6749 section 3.2: a parameter without a value is left out, one sent twice is refused. */
function collect(parameters: Iterable<[string, string]>): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (name === '' || value === '') continue;
    if (values.has(name) && REPEATABLE.has(name)) continue;
    if (values.has(name)) throw refuse.invalidRequest({ description: `${nameOf(name)} was sent more than once` });
    values.set(name, withoutNul(value));
  }
  return values;
}

/** What the body is decides, not only its header: RapidSOS's own sample sends JSON under a form header. */
function readParameters(text: string, { takesNumbers }: { takesNumbers: boolean }): ParameterBody {
  const isJson = text.trimStart().startsWith('{');
  return { isJson, values: collect(isJson ? parametersOfJson(text, takesNumbers) : new URLSearchParams(text)) };
}

/** What a request without a body asks for: nothing, which the handler then names. */
export const NO_PARAMETERS: ParameterBody = { isJson: false, values: new Map() };

/** Content types of files, whatever the route takes. */
export const FILE_TYPE = /^(image|audio|video)\/|^application\/pdf/i;

const DOCUMENT_TYPES = new Set(['application/pdf', 'image/png', 'image/jpeg']);
const MEDIA_TYPE = /^(image|audio|video)\/[a-z0-9.+-]+$|^application\/pdf$/;
const PARAMETER_TYPES = new Set(['', 'application/x-www-form-urlencoded', 'application/json']);

/** True where a body of this content type is a file that the route takes. */
export function takesFile({ body }: { body: BodyKind }, contentType: string | undefined): boolean {
  if (body !== 'document' && body !== 'json-or-media') return false;
  const mediaType = mediaTypeOf(contentType);
  return body === 'document' ? DOCUMENT_TYPES.has(mediaType) : MEDIA_TYPE.test(mediaType);
}

/**
 * The body of a request as its route takes it. Refuses other content types (415), other encodings and malformed bodies, and
 * JSON of more than `jsonLimitBytes` where a file may have more (413).
 */
export function readBody(
  kind: BodyKind,
  contentType: string | undefined,
  bytes: Buffer,
  jsonLimitBytes = Number.POSITIVE_INFINITY,
): unknown {
  const mediaType = mediaTypeOf(contentType);
  switch (kind) {
    case 'none':
      return undefined;
    case 'json':
      if (mediaType !== 'application/json') {
        throw refuse.unsupportedMediaType({ description: 'Send JSON, with Content-Type: application/json' });
      }
      return parseJson(decode(bytes));
    case 'form-or-json':
    case 'fields':
      if (!PARAMETER_TYPES.has(mediaType)) {
        throw refuse.unsupportedMediaType({
          description: 'Send a form (application/x-www-form-urlencoded) or JSON (application/json)',
        });
      }
      return readParameters(decode(bytes), { takesNumbers: kind === 'fields' });
    case 'document':
      if (!DOCUMENT_TYPES.has(mediaType)) {
        throw refuse.unsupportedMediaType({
          description: 'Send the file itself, with Content-Type: application/pdf, image/png or image/jpeg',
        });
      }
      return bytes;
    case 'json-or-media':
      if (MEDIA_TYPE.test(mediaType)) return bytes;
      if (mediaType !== 'application/json') {
        throw refuse.unsupportedMediaType({
          description: 'Send JSON that says where the file is, or the file itself: an image, audio, video or PDF',
        });
      }
      if (bytes.length > jsonLimitBytes) {
        throw refuse.bodyTooLarge({ description: `The body has at most ${jsonLimitBytes} bytes here` });
      }
      return parseJson(decode(bytes));
  }
}
