import { refuse } from '../../../kernel/errors.ts';
import type { DocumentType } from '../types.ts';

const TRAILER_BYTES = 1_024;

const startsWith = (bytes: Uint8Array, signature: readonly number[]) =>
  signature.every((byte, index) => bytes[index] === byte);
const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** ISO 32000-1 section 7.5.5: a PDF ends with its trailer. */
function isPdf(bytes: Buffer): boolean {
  return startsWith(bytes, ascii('%PDF-')) && bytes.subarray(-TRAILER_BYTES).includes('%%EOF');
}

/** ISO/IEC 15948 section 5: the signature, an IHDR chunk of 13 bytes first, an IEND chunk last. */
function isPng(bytes: Buffer): boolean {
  return (
    startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) &&
    bytes.subarray(8, 16).equals(Buffer.from([0, 0, 0, 13, ...ascii('IHDR')])) &&
    bytes.subarray(-8, -4).equals(Buffer.from('IEND'))
  );
}

/** ITU T.81 annex B: start of image, another marker, and end of image somewhere in what follows. */
function isJpeg(bytes: Buffer): boolean {
  return startsWith(bytes, [0xff, 0xd8, 0xff]) && bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 2;
}

const RECOGNISED: Readonly<Record<DocumentType, (bytes: Buffer) => boolean>> = {
  'application/pdf': isPdf,
  'image/png': isPng,
  'image/jpeg': isJpeg,
};

/** What these bytes are, whatever their sender calls them. Refuses anything but a whole PDF, PNG or JPEG with `invalid_request`. */
export function recogniseDocument(bytes: Buffer): DocumentType {
  const found = Object.entries(RECOGNISED).find(([, is]) => is(bytes));
  if (found === undefined) {
    throw refuse.invalidRequest({ description: 'The file must be a whole PDF, PNG or JPEG, whatever its name says' });
  }
  return found[0] as DocumentType;
}
