import type { Kysely } from 'kysely';
import type { Schema } from '../../../database/schema.ts';
import type { AgencyRequest } from './types.ts';

async function requestsWhere(
  query: Kysely<Schema>,
  column: 'id' | 'application_id' | 'agency_id',
  value: string,
): Promise<AgencyRequest[]> {
  const rows = await query
    .selectFrom('agency_requests')
    .innerJoin('applications', 'applications.id', 'agency_requests.application_id')
    .innerJoin('registrations', 'registrations.application_id', 'agency_requests.application_id')
    .innerJoin('agencies', 'agencies.id', 'agency_requests.agency_id')
    .selectAll('agency_requests')
    .select(['applications.name as application_name', 'registrations.company', 'agencies.name as agency_name'])
    .where(`agency_requests.${column}`, '=', value)
    .orderBy('agency_requests.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.application_id,
    applicationName: row.application_name,
    company: row.company,
    agencyId: row.agency_id,
    agencyName: row.agency_name,
    purpose: row.purpose,
    state: row.state as AgencyRequest['state'],
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
    answer: row.answer,
  }));
}

export async function findAgencyRequest(query: Kysely<Schema>, id: string): Promise<AgencyRequest | undefined> {
  return (await requestsWhere(query, 'id', id))[0];
}

/** Newest first. */
export function requestsOfApplication(query: Kysely<Schema>, applicationId: string): Promise<AgencyRequest[]> {
  return requestsWhere(query, 'application_id', applicationId);
}

/** Newest first. */
export function requestsOfAgency(query: Kysely<Schema>, agencyId: string): Promise<AgencyRequest[]> {
  return requestsWhere(query, 'agency_id', agencyId);
}

/** False where the application waits for that agency's answer already, and nothing written. */
export async function insertAgencyRequest(
  query: Kysely<Schema>,
  request: Pick<AgencyRequest, 'id' | 'applicationId' | 'agencyId' | 'purpose' | 'askedAt'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await query
    .insertInto('agency_requests')
    .values({
      id: request.id,
      application_id: request.applicationId,
      agency_id: request.agencyId,
      purpose: request.purpose,
      state: 'asked',
      asked_at: request.askedAt,
      answered_at: null,
      answer: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Answers an open request. One conditional update: of two at once, one gets true. */
export async function answerOpenRequest(
  query: Kysely<Schema>,
  answered: { id: string; state: 'granted' | 'declined'; answer: string | null; at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('agency_requests')
    .set({ state: answered.state, answer: answered.answer, answered_at: answered.at })
    .where('id', '=', answered.id)
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
