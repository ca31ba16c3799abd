import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { type ApplicationRequest, ownApplication } from '../own-application.ts';
import { recordStep } from '../record-step.ts';
import { findApplication, lockApplicationsOf } from '../store.ts';
import type { Application, DocumentKind } from '../types.ts';
import { recogniseDocument } from './recognise-document.ts';
import { documentBytesOf, replaceDocument } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly developerDocumentMegabytes: number };
}

const BYTES_A_MEGABYTE = 1_048_576;

/** A photograph or a scan of several pages. The HTTP route reads no more than this. */
export const DOCUMENT_BYTES_AT_MOST = 5 * 1_024 * 1_024;

/**
 * Keeps a document with its application, atomically with its audit record: in the database, so that every process reads it and
 * a backup has it. What it is, is decided by its bytes. Refuses another type and an empty or oversized file (`invalid_request`), and
 * an application that is under review or answered, and more than a developer's documents may take together (`conflict`).
 */
export async function uploadDocument(
  ports: Ports,
  request: ApplicationRequest & { kind: DocumentKind; content: Buffer },
): Promise<Application> {
  const { database, clock, settings } = ports;
  const { id, kind, content } = request;
  if (content.length > DOCUMENT_BYTES_AT_MOST) {
    throw refuse.invalidRequest({ description: `A document must have at most ${DOCUMENT_BYTES_AT_MOST} bytes` });
  }
  const mediaType = recogniseDocument(content);
  await ownApplication(database.read, request);
  const developerId = request.principal.developer?.id ?? '';
  return database.write(async (tx) => {
    // All of them, so that two uploads at once count each other.
    await lockApplicationsOf(tx.query, developerId);
    const { state } = await ownApplication(tx.query, request);
    if (state !== 'draft' && state !== 'more_asked') {
      throw refuse.conflict({ description: `The documents of an application that is ${state} cannot be changed` });
    }
    const sizeBytes = content.length;
    const others = await documentBytesOf(tx.query, developerId, { applicationId: id, kind });
    const quotaBytes = settings.developerDocumentMegabytes * BYTES_A_MEGABYTE;
    if (others + sizeBytes > quotaBytes) {
      throw refuse.conflict({
        description: `The documents of all your applications take at most ${settings.developerDocumentMegabytes} MiB together`,
      });
    }
    await replaceDocument(tx.query, id, { kind, mediaType, sizeBytes, content, uploadedAt: clock.now() });
    await recordStep(ports, tx, {
      ...request,
      applicationId: id,
      step: 'document_uploaded',
      text: kind,
      detail: { kind, media_type: mediaType, size_bytes: sizeBytes },
    });
    return (await findApplication(tx.query, id)) as Application;
  });
}
