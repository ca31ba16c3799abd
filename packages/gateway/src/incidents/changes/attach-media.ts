import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { ArrivedFile } from '../../kernel/arrived-file.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Random } from '../../kernel/random.ts';
import type { Receipt } from '../idempotency/write-once.ts';
import type { Change, MediaFile } from '../incident/change.ts';
import { readIncident } from '../incident/read-incident.ts';
import { PIECE_BYTES } from '../media/pieces.ts';
import { recogniseMedia } from '../media/recognise-media.ts';
import { insertArrivingFile, insertPiece } from '../media/store.ts';
import { applyChange } from './apply-change.ts';
import { type ChangeRequest, changeIncident } from './change-incident.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
}

/** The whole file, and how its sender calls it. */
export type MediaUpload = Omit<ChangeRequest, 'changes' | 'content' | 'prepare'> & {
  readonly content: ArrivedFile;
  readonly contentType: string;
  readonly description: string | null;
};

/**
 * Attaches an uploaded file to an incident. Its pieces become durable one by one, so that no other write waits for more than
 * one; the incident, its event and the audit record follow in one transaction, and only then the file is seen. A repeat
 * with the same idempotency key answers the same. Refuses what `recogniseMedia` and `changeIncident` refuse, before
 * anything is stored.
 */
export async function attachMedia(ports: Ports, request: MediaUpload): Promise<Receipt> {
  const { content, contentType, description, ...sender } = request;
  const { agencyId, incidentId } = sender;
  const mediaType = await recogniseMedia(content, contentType);
  const file: MediaFile = { contentType, sizeBytes: content.sizeBytes, sha256: content.sha256 };
  const change: Change = { kind: 'media', media: { url: null, mediaType, description, file } };
  return changeIncident(ports, {
    ...sender,
    changes: [change],
    content: [file, description],
    async prepare([entry]) {
      if (entry === undefined) throw refuse.invalidRequest({ description: 'There is no file' });
      applyChange(await readIncident(ports, agencyId, incidentId), change, entry);
      await storePieces(ports, { ...file, id: entry.id, agencyId }, content);
    },
  });
}

async function storePieces(
  { database, clock }: Ports,
  file: MediaFile & { id: string; agencyId: string },
  content: ArrivedFile,
): Promise<void> {
  await database.write(({ query }) => insertArrivingFile(query, { ...file, startedAt: clock.now() }), file);
  let number = 0;
  for await (const piece of content.pieces(PIECE_BYTES)) {
    const stored = { mediaId: file.id, number, content: piece };
    await database.write(({ query }) => insertPiece(query, stored), file);
    number += 1;
  }
}
