import type { Kysely } from 'kysely';
import type { Schema } from '../../../database/schema.ts';
import type { DocumentFacts, DocumentKind, DocumentType } from '../types.ts';

export interface StoredDocument extends DocumentFacts {
  readonly content: Buffer;
}

/** One document of a kind: a later one takes the place of the one before. */
export async function replaceDocument(
  query: Kysely<Schema>,
  applicationId: string,
  document: StoredDocument,
): Promise<void> {
  const columns = {
    media_type: document.mediaType,
    size_bytes: document.sizeBytes,
    content: document.content,
    uploaded_at: document.uploadedAt,
  };
  await query
    .insertInto('registration_documents')
    .values({ application_id: applicationId, kind: document.kind, ...columns })
    .onConflict((conflict) => conflict.columns(['application_id', 'kind']).doUpdateSet(columns))
    .execute();
}

/** What the documents of all of a developer's applications take, but for the one that would be replaced. */
export async function documentBytesOf(
  query: Kysely<Schema>,
  developerId: string,
  but: { applicationId: string; kind: string },
): Promise<number> {
  const { bytes } = await query
    .selectFrom('registration_documents')
    .innerJoin('registrations', 'registrations.application_id', 'registration_documents.application_id')
    .select((eb) => eb.fn.sum<number | string | null>('registration_documents.size_bytes').as('bytes'))
    .where('registrations.developer_id', '=', developerId)
    .where((eb) =>
      eb.or([
        eb('registration_documents.application_id', '!=', but.applicationId),
        eb('registration_documents.kind', '!=', but.kind),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
}

export async function findDocument(
  query: Kysely<Schema>,
  applicationId: string,
  kind: string,
): Promise<StoredDocument | undefined> {
  const row = await query
    .selectFrom('registration_documents')
    .selectAll()
    .where('application_id', '=', applicationId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return (
    row && {
      kind: row.kind as DocumentKind,
      mediaType: row.media_type as DocumentType,
      sizeBytes: row.size_bytes,
      content: Buffer.from(row.content),
      uploadedAt: row.uploaded_at,
    }
  );
}
