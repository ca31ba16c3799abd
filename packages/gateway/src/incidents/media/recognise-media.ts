import { ReadableStream } from 'node:stream/web';
import type { ArrivedFile } from '../../kernel/arrived-file.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Media } from '../incident/change.ts';

const READ_BYTES = 65_536;

interface MediaKind {
  readonly mediaType: Media['mediaType'];
  readonly extension: string;
  /** What `file-type` calls these bytes. */
  readonly found: readonly string[];
}

const kind = (mediaType: MediaKind['mediaType'], extension: string, ...found: string[]): MediaKind => ({
  mediaType,
  extension,
  found,
});

/** Every content type that may be uploaded. A container of sound and pictures may be sent as either. */
export const MEDIA_KINDS: Readonly<Record<string, MediaKind>> = {
  'image/jpeg': kind('photo', 'jpg', 'image/jpeg'),
  'image/png': kind('photo', 'png', 'image/png', 'image/apng'),
  'image/gif': kind('photo', 'gif', 'image/gif'),
  'image/webp': kind('photo', 'webp', 'image/webp'),
  'image/heic': kind('photo', 'heic', 'image/heic', 'image/heif'),
  'video/mp4': kind('video', 'mp4', 'video/mp4', 'video/x-m4v'),
  'video/quicktime': kind('video', 'mov', 'video/quicktime'),
  'video/webm': kind('video', 'webm', 'video/webm'),
  'audio/mpeg': kind('recording', 'mp3', 'audio/mpeg'),
  'audio/wav': kind('recording', 'wav', 'audio/wav'),
  'audio/ogg': kind('recording', 'ogg', 'audio/ogg', 'audio/ogg; codecs=opus'),
  'audio/mp4': kind('recording', 'm4a', 'audio/mp4', 'audio/x-m4a', 'video/mp4'),
  'audio/flac': kind('recording', 'flac', 'audio/flac', 'audio/x-flac'),
  'audio/webm': kind('recording', 'weba', 'video/webm', 'audio/webm'),
  'application/pdf': kind('file', 'pdf', 'application/pdf'),
};

/**
 * What these bytes are, where they are what their sender calls them. Refuses a content type that is not taken
 * (`unsupported_media_type`), and nothing, or bytes of another type (`invalid_request`).
 */
export async function recogniseMedia(content: ArrivedFile, contentType: string): Promise<Media['mediaType']> {
  const expected = Object.hasOwn(MEDIA_KINDS, contentType) ? MEDIA_KINDS[contentType] : undefined;
  if (expected === undefined) {
    const taken = Object.keys(MEDIA_KINDS).join(', ');
    throw refuse.unsupportedMediaType({ description: `Send the file itself, as one of: ${taken}` });
  }
  if (content.sizeBytes === 0) throw refuse.invalidRequest({ description: 'The file is empty' });
  const found = await typeOf(content);
  if (found === undefined || !expected.found.includes(found)) {
    const what = found === undefined ? 'of no type that is taken' : found;
    throw refuse.invalidRequest({ description: `The file is ${what}, and its Content-Type states ${contentType}` });
  }
  return expected.mediaType;
}

/** What the bytes are, read no further than that takes. */
async function typeOf(content: ArrivedFile): Promise<string | undefined> {
  // Read where the first file comes, which many servers never see.
  const { fileTypeFromStream } = await import('file-type');
  const pieces = content.pieces(READ_BYTES);
  try {
    return (await fileTypeFromStream(ReadableStream.from(pieces)))?.mime;
  } finally {
    await pieces.return(undefined);
  }
}
