import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { MediaFile } from '../incident/change.ts';
import { PIECE_BYTES } from './pieces.ts';
import { findFile, findPiece } from './store.ts';

/** The bytes `first` to `last` of a file, counted from 0, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface StoredMedia extends MediaFile {
  /** These bytes, a piece at a time. Throws where the file is removed meanwhile. */
  read(range: ByteRange): AsyncGenerator<Buffer>;
}

/** An uploaded file of the agency's incident. Refuses with `not_found`, in the same words for another agency's. */
export async function readMedia(
  { database }: { database: Database },
  wanted: { agencyId: string; incidentId: string; id: string },
): Promise<StoredMedia> {
  const file = await findFile(database.read, wanted);
  if (file === undefined) throw refuse.notFound({ description: 'No media with this id' });
  return {
    ...file,
    async *read({ first, last }) {
      for (let number = Math.floor(first / PIECE_BYTES); number * PIECE_BYTES <= last; number += 1) {
        const piece = await findPiece(database.read, wanted.id, number);
        if (piece === undefined) throw new Error('the file was removed while it was read');
        const start = number * PIECE_BYTES;
        yield piece.subarray(Math.max(first - start, 0), last - start + 1);
      }
    },
  };
}
