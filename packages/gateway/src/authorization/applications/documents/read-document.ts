import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import { actorOf, type Principal } from '../../principals/principal.ts';
import { reviewable } from '../own-application.ts';
import { findDocument, type StoredDocument } from './store.ts';

/** A document for an operator, once its audit record is durable. Refuses an unknown application or document with `not_found`. */
export async function readDocument(
  { database, audit }: { database: Database; audit: Audit },
  request: { applicationId: string; kind: string; principal: Principal; origin: Origin },
): Promise<StoredDocument> {
  const { applicationId, kind, principal, origin } = request;
  await reviewable(database.read, applicationId);
  const document = await findDocument(database.read, applicationId, kind);
  if (document === undefined) throw refuse.notFound({ description: 'This application has no such document' });
  await database.write((tx) =>
    audit.append(tx, {
      actor: actorOf(principal),
      agencyId: null,
      action: 'application.document_read',
      outcome: 'success',
      subject: applicationId,
      origin,
      detail: { kind },
    }),
  );
  return document;
}
