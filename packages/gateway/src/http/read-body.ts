import { isUtf8 } from 'node:buffer';
import { DOCUMENT_TYPES, TABLE_TYPES } from '../dialects/routing/file-types.ts';
import type { BodyKind, ParameterBody } from '../dialects/routing/route.ts';
import { refuse } from '../kernel/errors.ts';
import { parseJson, withoutNul } from '../kernel/json.ts';

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw refuse.invalidRequest({ description: `The body is not ${charset === 'utf-8' ? 'UTF-8' : charset}` });
  }
}

/** In these, bytes below 128 are not what they are in ASCII, so that a form's own `&` and `=` cannot be found. */
const UNREADABLE = /^(utf-16|iso-2022-jp|replacement$|x-user-defined$)/;

/** The encoding a charset names, as the WHATWG's list has it: what is called ISO-8859-1 is read as Windows-1252, its superset. */
function encodingOf(charset: string): string {
  try {
    const { encoding } = new TextDecoder(charset);
    if (!UNREADABLE.test(encoding)) return encoding;
  } catch {
    // No encoding has this name.
  }
  throw notInUtf8();
}

const notInUtf8 = () => refuse.unsupportedMediaType({ description: 'The charset of the body must be UTF-8' });

interface ContentType {
  readonly mediaType: string;
  /** `utf-8`, or the encoding of the charset that the header names. */
  readonly charset: string;
}

function readContentType(contentType: string | undefined): ContentType {
  const [mediaType = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const given = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"]*)"?\s*$/.exec(parameter)?.[1]?.trim());
  const charset = given.find((name) => name !== undefined && name !== '') ?? 'utf-8';
  return { mediaType: mediaType.trim(), charset: encodingOf(charset) };
}

/**
 * RFC 8259 sections 8.1 and 11: JSON between systems is UTF-8, whatever charset its header names. What is not UTF-8 is read in that
 * charset.
 */
function decodeJson(bytes: Buffer, charset: string): string {
  return decode(bytes, isUtf8(bytes) ? 'utf-8' : charset);
}

/** One name or value of a form, its escaped bytes in the form's own charset: Apache's client writes é as %E9 in ISO-8859-1. */
function decodeField(field: string, charset: string): string {
  const bytes = Buffer.from(field.replaceAll('+', ' '), 'latin1');
  const decoded: number[] = [];
  for (let index = 0; index < bytes.length; index += 1) {
    const escaped = /^%[0-9a-f]{2}/i.exec(bytes.toString('latin1', index, index + 3));
    decoded.push(escaped === null ? (bytes[index] ?? 0) : Number.parseInt(escaped[0].slice(1), 16));
    if (escaped !== null) index += 2;
  }
  return decode(Uint8Array.from(decoded), charset);
}

function* parametersOfForm(bytes: Buffer, charset: string): Generator<[string, string]> {
  if (charset === 'utf-8') {
    yield* new URLSearchParams(decode(bytes, charset));
    return;
  }
  for (const pair of bytes.toString('latin1').split('&')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    yield [decodeField(name, charset), decodeField(value, charset)];
  }
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
function readParameters(bytes: Buffer, charset: string, { takesNumbers }: { takesNumbers: boolean }): ParameterBody {
  const isJson = bytes.toString('latin1').trimStart().startsWith('{');
  const values = collect(
    isJson ? parametersOfJson(decodeJson(bytes, charset), takesNumbers) : parametersOfForm(bytes, charset),
  );
  return { isJson, values };
}

/** What a request without a body asks for: nothing, which the handler then names. */
export const NO_PARAMETERS: ParameterBody = { isJson: false, values: new Map() };

/** Content types of files, whatever the route takes. */
export const FILE_TYPE = new RegExp(
  `^(image|audio|video)/|^(${[...DOCUMENT_TYPES, ...TABLE_TYPES].join('|').replaceAll('+', '\\+')})`,
  'i',
);

/** RFC 6839 section 3.1: what ends in `+json` is JSON. */
const JSON_TYPE = /^application\/(.+\+)?json$/;
const MEDIA_TYPE = /^(image|audio|video)\/[a-z0-9.+-]+$|^application\/pdf$/;
const PARAMETER_TYPES = new Set(['', 'application/x-www-form-urlencoded', 'application/json']);

/** True where a body of this content type is a file that the route takes. */
export function takesFile({ body }: { body: BodyKind }, contentType: string | undefined): boolean {
  if (body !== 'document' && body !== 'json-or-media' && body !== 'table') return false;
  const { mediaType } = readContentType(contentType);
  if (body === 'table') return TABLE_TYPES.includes(mediaType);
  return body === 'document' ? DOCUMENT_TYPES.includes(mediaType) : MEDIA_TYPE.test(mediaType);
}

/**
 * The body of a request as its route takes it, in UTF-8 or the charset its header names. Refuses other content types and charsets
 * that no text here is in (415), malformed bodies, and
 * JSON of more than `jsonLimitBytes` where a file may have more (413).
 */
export function readBody(
  kind: BodyKind,
  contentType: string | undefined,
  bytes: Buffer,
  jsonLimitBytes = Number.POSITIVE_INFINITY,
  jsonType?: string,
): unknown {
  const { mediaType, charset } = readContentType(contentType);
  switch (kind) {
    case 'none':
      return undefined;
    case 'json':
      // A header alone is no body.
      if (bytes.length === 0) return undefined;
      if (!JSON_TYPE.test(mediaType) && mediaType !== jsonType) {
        throw refuse.unsupportedMediaType({ description: 'Send JSON, with Content-Type: application/json' });
      }
      return parseJson(decodeJson(bytes, charset));
    case 'form-or-json':
    case 'fields':
      if (!PARAMETER_TYPES.has(mediaType)) {
        throw refuse.unsupportedMediaType({
          description: 'Send a form (application/x-www-form-urlencoded) or JSON (application/json)',
        });
      }
      return readParameters(bytes, charset, { takesNumbers: kind === 'fields' });
    case 'document':
      if (!DOCUMENT_TYPES.includes(mediaType)) {
        throw refuse.unsupportedMediaType({
          description: 'Send the file itself, with Content-Type: application/pdf, image/png or image/jpeg',
        });
      }
      return bytes;
    case 'table':
      throw refuse.unsupportedMediaType({
        description:
          'Send the file itself, with Content-Type: text/csv, application/geo+json or application/geopackage+sqlite3',
      });
    case 'json-or-media':
      if (MEDIA_TYPE.test(mediaType)) return bytes;
      if (!JSON_TYPE.test(mediaType)) {
        throw refuse.unsupportedMediaType({
          description: 'Send JSON that says where the file is, or the file itself: an image, audio, video or PDF',
        });
      }
      if (bytes.length > jsonLimitBytes) {
        throw refuse.bodyTooLarge({ description: `The body must have at most ${jsonLimitBytes} bytes here` });
      }
      return parseJson(decodeJson(bytes, charset));
  }
}
