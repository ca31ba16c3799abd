import { type Readable as ByteStream, Readable } from 'node:stream';
import { Type } from 'typebox';
import type { OpenBasemap } from '../../incidents/basemaps/basemaps.ts';
import type { Answer } from '../routing/answer.ts';
import type { RouteRequest } from '../routing/route.ts';
import { readRange } from './serve-media.ts';

export const BASEMAP_BYTES = Type.Unsafe<ByteStream>({
  type: 'string',
  contentMediaType: 'application/vnd.pmtiles',
  description: 'The PMTiles file',
});

/** One answer to a Range has no more; RFC 9110 section 15.3.7 lets a server send a part of what was asked for. */
export const RANGE_AT_MOST_BYTES = 8 * 2 ** 20;

/** All bytes of a map, or the range that was asked for (RFC 9110 section 14), as long as it is the file it was asked of. */
export function basemapAnswer(
  { headers }: Pick<RouteRequest, 'headers'>,
  { sizeBytes, etag, read }: OpenBasemap,
): Answer & { body: ByteStream } {
  // RFC 9110 section 13.1.5: a range of another version is a range of nothing.
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const asked = isSame ? readRange(headers['range'], sizeBytes) : null;
  const { first, last: lastAsked } = asked ?? { first: 0, last: sizeBytes - 1 };
  const last = asked === null ? lastAsked : Math.min(lastAsked, first + RANGE_AT_MOST_BYTES - 1);
  return {
    status: asked === null ? 200 : 206,
    headers: {
      'content-type': 'application/vnd.pmtiles',
      'content-length': String(last - first + 1),
      ...(asked !== null && { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
      'accept-ranges': 'bytes',
      etag,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      // What is drawn is kept by the page itself; a file that was replaced is seen at once.
      'cache-control': 'private, no-store',
    },
    body: Readable.from(read({ first, last }), { objectMode: false }),
  };
}
