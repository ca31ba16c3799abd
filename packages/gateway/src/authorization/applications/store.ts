import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { addApplication, renameApplication } from '../clients/applications/store.ts';
import { readSignInUse, writeSignInUse } from '../clients/sign-in-use.ts';
import type {
  Application,
  ApplicationDetails,
  ApplicationState,
  ApplicationStep,
  DocumentFacts,
  DocumentKind,
  DocumentType,
  StepName,
} from './types.ts';

type Row = Selectable<Schema['registrations']> & { name: string; developer_email: string; developer_name: string };

function selectApplications(query: Kysely<Schema>) {
  return query
    .selectFrom('registrations')
    .innerJoin('applications', 'applications.id', 'registrations.application_id')
    .innerJoin('developers', 'developers.id', 'registrations.developer_id')
    .selectAll('registrations')
    .select(['applications.name', 'developers.email as developer_email', 'developers.name as developer_name']);
}

function toFacts(row: { kind: string; media_type: string; size_bytes: number; uploaded_at: number }): DocumentFacts {
  return {
    kind: row.kind as DocumentKind,
    mediaType: row.media_type as DocumentType,
    sizeBytes: row.size_bytes,
    uploadedAt: row.uploaded_at,
  };
}

function toStep(row: Selectable<Schema['registration_steps']>): ApplicationStep {
  return {
    at: row.at,
    step: row.step as StepName,
    takenBy: row.taken_by as ApplicationStep['takenBy'],
    text: row.text,
  };
}

async function withParts(query: Kysely<Schema>, rows: readonly Row[]): Promise<Application[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.application_id);
  const documents = await query
    .selectFrom('registration_documents')
    .select(['application_id', 'kind', 'media_type', 'size_bytes', 'uploaded_at'])
    .where('application_id', 'in', ids)
    .orderBy('kind')
    .execute();
  const steps = await query
    .selectFrom('registration_steps')
    .selectAll()
    .where('application_id', 'in', ids)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.application_id,
    developer: { id: row.developer_id, email: row.developer_email, name: row.developer_name },
    name: row.name,
    contactName: row.contact_name,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    contactPhoneGiven: row.contact_phone_given,
    company: row.company,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    ...readSignInUse(row.sign_in_use),
    speaks: row.speaks as Application['speaks'],
    scopes: JSON.parse(row.scopes) as string[],
    state: row.state as ApplicationState,
    clientId: row.client_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    documents: documents.filter(({ application_id }) => application_id === row.application_id).map(toFacts),
    steps: steps.filter(({ application_id }) => application_id === row.application_id).map(toStep),
  }));
}

export async function findApplication(query: Kysely<Schema>, id: string): Promise<Application | undefined> {
  const rows = await selectApplications(query).where('registrations.application_id', '=', id).execute();
  return (await withParts(query, rows))[0];
}

/** A developer's applications, newest first. */
export async function applicationsOfDeveloper(query: Kysely<Schema>, developerId: string): Promise<Application[]> {
  const rows = await selectApplications(query)
    .where('registrations.developer_id', '=', developerId)
    .orderBy('registrations.application_id', 'desc')
    .execute();
  return withParts(query, rows);
}

/** What operators see: everything but drafts, those that changed last first, at most `limit`. */
export async function reviewedApplications(query: Kysely<Schema>, limit: number): Promise<Application[]> {
  const rows = await selectApplications(query)
    .where('registrations.state', '!=', 'draft')
    .orderBy('registrations.updated_at', 'desc')
    .orderBy('registrations.application_id')
    .limit(limit)
    .execute();
  return withParts(query, rows);
}

/** The approved applications by name. */
export function approvedApplications(
  query: Kysely<Schema>,
): Promise<{ id: string; name: string; company: string; client_id: string | null }[]> {
  return query
    .selectFrom('registrations')
    .innerJoin('applications', 'applications.id', 'registrations.application_id')
    .select(['applications.id', 'applications.name', 'registrations.company', 'registrations.client_id'])
    .where('registrations.state', '=', 'approved')
    .orderBy('applications.name')
    .orderBy('applications.id')
    .execute();
}

export async function insertApplication(
  query: Kysely<Schema>,
  application: ApplicationDetails & { id: string; developerId: string; createdAt: number },
): Promise<void> {
  const { id, name, company, createdAt } = application;
  await addApplication(query, { id, name, ownerName: company, createdAt });
  await query
    .insertInto('registrations')
    .values({
      application_id: application.id,
      developer_id: application.developerId,
      state: 'draft',
      client_id: null,
      created_at: application.createdAt,
      updated_at: application.createdAt,
      ...detailColumns(application),
    })
    .execute();
}

function detailColumns(details: ApplicationDetails) {
  return {
    contact_name: details.contactName,
    contact_email: details.contactEmail,
    contact_phone: details.contactPhone,
    contact_phone_given: details.contactPhoneGiven,
    company: details.company,
    redirect_uris: JSON.stringify(details.redirectUris),
    sign_in_use: writeSignInUse(details),
    speaks: details.speaks,
    scopes: JSON.stringify(details.scopes),
  };
}

export async function updateDetails(
  query: Kysely<Schema>,
  id: string,
  details: ApplicationDetails & { updatedAt: number },
): Promise<void> {
  await renameApplication(query, { id, name: details.name, ownerName: details.company });
  await query
    .updateTable('registrations')
    .set({ ...detailColumns(details), updated_at: details.updatedAt })
    .where('application_id', '=', id)
    .execute();
}

/**
 * Moves an application on. One conditional update, which locks its row until the transaction ends: of two at once, one gets true,
 * and the other false with nothing written.
 */
export async function moveState(
  query: Kysely<Schema>,
  move: { id: string; from: readonly ApplicationState[]; to: ApplicationState; at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('registrations')
    .set({ state: move.to, updated_at: move.at })
    .where('application_id', '=', move.id)
    .where('state', 'in', move.from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Locks the application's row until the transaction ends, so that what is then read of it stays true. */
export async function lockApplication(query: Kysely<Schema>, id: string): Promise<void> {
  await query
    .updateTable('registrations')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('application_id', '=', id)
    .execute();
}

/** As `lockApplication`, all of a developer's. */
export async function lockApplicationsOf(query: Kysely<Schema>, developerId: string): Promise<void> {
  await query
    .updateTable('registrations')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('developer_id', '=', developerId)
    .execute();
}

export async function setClient(query: Kysely<Schema>, id: string, clientId: string): Promise<void> {
  await query.updateTable('registrations').set({ client_id: clientId }).where('application_id', '=', id).execute();
}

export async function insertStep(
  query: Kysely<Schema>,
  step: ApplicationStep & { id: string; applicationId: string },
): Promise<void> {
  await query
    .insertInto('registration_steps')
    .values({
      id: step.id,
      application_id: step.applicationId,
      at: step.at,
      step: step.step,
      taken_by: step.takenBy,
      text: step.text,
    })
    .execute();
}
