import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Principal } from '../principals/principal.ts';
import { applicationsOfDeveloper, approvedApplications, findApplication, reviewedApplications } from './store.ts';
import type { Application } from './types.ts';

/** A developer's request about one application. */
export interface ApplicationRequest {
  readonly id: string;
  readonly principal: Principal;
  readonly origin: Origin;
}

const MOST_LISTED = 500;
const unknown = () => refuse.notFound({ description: 'No application with this id' });

/** The developer's own application, or `not_found`: another developer's and none are the same answer. */
export async function ownApplication(
  query: Database['read'],
  { id, principal }: Pick<ApplicationRequest, 'id' | 'principal'>,
): Promise<Application> {
  const application = await findApplication(query, id);
  if (application === undefined || application.developer.id !== principal.developer?.id) throw unknown();
  return application;
}

/** The applications of the developer who asks, newest first. */
export function listOwnApplications(
  { database }: { database: Database },
  principal: Principal,
): Promise<Application[]> {
  return applicationsOfDeveloper(database.read, principal.developer?.id ?? '');
}

export function readOwnApplication(
  { database }: { database: Database },
  request: Pick<ApplicationRequest, 'id' | 'principal'>,
): Promise<Application> {
  return ownApplication(database.read, request);
}

/** For operators: what was ever submitted, those that changed last first, 500 at most. */
export function listApplications({ database }: { database: Database }): Promise<Application[]> {
  return reviewedApplications(database.read, MOST_LISTED);
}

/** For operators: one that was ever submitted. A draft is `not_found`, as it is its developer's alone. */
export async function readApplication({ database }: { database: Database }, id: string): Promise<Application> {
  return reviewable(database.read, id);
}

export async function reviewable(query: Database['read'], id: string): Promise<Application> {
  const application = await findApplication(query, id);
  if (application === undefined || application.state === 'draft') throw unknown();
  return application;
}

/** What an agency may issue credentials for. */
export async function listApproved({
  database,
}: {
  database: Database;
}): Promise<{ id: string; name: string; company: string }[]> {
  const approved = await approvedApplications(database.read);
  return approved.map(({ id, name, company }) => ({ id, name, company }));
}
