import { type Readable as ByteStream, Readable } from 'node:stream';
import { Type } from 'typebox';
import type { ByteRange, StoredMedia } from '../../incidents/media/read-media.ts';
import { MEDIA_KINDS } from '../../incidents/media/recognise-media.ts';
import { refuse } from '../../kernel/errors.ts';
import { INCIDENT_PARAMS } from '../requests/alert-id.ts';
import type { Answer } from '../routing/answer.ts';
import type { RouteRequest } from '../routing/route.ts';

export const MEDIA_BYTES = Type.Unsafe<ByteStream>({
  type: 'string',
  contentMediaType: '*/*',
  description: 'The photo, video, recording or PDF',
});

/** The path's parameters of an uploaded file. */
export const MEDIA_PARAMS = Type.Object({
  ...INCIDENT_PARAMS.properties,
  media_id: Type.String({
    maxLength: 60,
    description: 'The photo, video, recording or file',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d44'],
  }),
});

/** What a player plays; the rest is saved. */
const SHOWN = /^(image|video|audio)\//;
const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The bytes that a Range header asks for; null where it asks for all, for several ranges or in another unit, which RFC 9110
 * section 14.2 lets a server ignore. Refuses a range outside of the file (section 15.5.17).
 */
export function readRange(header: unknown, sizeBytes: number): ByteRange | null {
  const [, from = '', to = ''] = typeof header === 'string' ? (ONE_RANGE.exec(header) ?? []) : [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(sizeBytes - Number(to), 0) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  // RFC 9110 section 14.1.1: a last byte before the first is no range at all.
  if (from !== '' && to !== '' && Number(to) < first) return null;
  if (first >= sizeBytes) throw refuse.rangeNotSatisfiable({ description: `The file has ${sizeBytes} bytes` });
  return { first, last };
}

/**
 * The bytes as they came in, which a browser must never run: of the type they were recognised as, in no origin at all, for
 * pages of this server alone. All of them, or the range that was asked for (RFC 9110 section 14).
 */
export function mediaAnswer(
  { headers }: Pick<RouteRequest, 'headers'>,
  media: StoredMedia,
): Answer & { body: ByteStream } {
  const { contentType, sizeBytes, sha256 } = media;
  const etag = `"${sha256}"`;
  // RFC 9110 section 13.1.5: a range of another version is a range of nothing.
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = isSame ? readRange(headers['range'], sizeBytes) : null;
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  const name = `${sha256.slice(0, 12)}.${MEDIA_KINDS[contentType]?.extension ?? 'bin'}`;
  return {
    status: range === null ? 200 : 206,
    headers: {
      'content-type': contentType,
      'content-length': String(last - first + 1),
      ...(range !== null && { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
      'accept-ranges': 'bytes',
      etag,
      'content-disposition': `${SHOWN.test(contentType) ? 'inline' : 'attachment'}; filename="${name}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
    body: Readable.from(media.read({ first, last }), { objectMode: false }),
  };
}
