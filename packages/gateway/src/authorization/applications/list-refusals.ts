import { readRefusals } from '../../audit/read-refusals.ts';
import type { AuditRecord } from '../../audit/types.ts';
import type { Database } from '../../database/database.ts';
import { clientIdsOfApplication } from '../clients/store.ts';
import { type ApplicationRequest, ownApplication } from './own-application.ts';

const MOST_LISTED = 50;

/** One refused request of a client of the application, with the check that failed, as only its owner may read it. */
export interface ClientRefusal {
  readonly at: number;
  readonly clientId: string;
  readonly requestId: string | null;
  readonly source: string | null;
  readonly route: string | null;
  readonly code: string;
  readonly check: string | null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function toRefusal({ at, actor_id, subject, request_id, source, detail, action }: AuditRecord): ClientRefusal {
  const { route, code, check } = JSON.parse(detail) as Record<string, unknown>;
  return {
    at,
    // Of a request that nobody authenticated, the client it named.
    clientId: actor_id === '' ? (subject ?? '') : actor_id,
    requestId: request_id,
    source,
    route: textOf(route),
    code: textOf(code) ?? action,
    check: textOf(check),
  };
}

/** The last 50 refusals of the application's clients, newest first. A request that only claimed to be one is among them. */
export async function listOwnRefusals(
  { database }: { database: Database },
  request: Pick<ApplicationRequest, 'id' | 'principal'>,
): Promise<ClientRefusal[]> {
  const { id } = await ownApplication(database.read, request);
  const clientIds = await clientIdsOfApplication(database.read, id);
  return (await readRefusals(database, clientIds, MOST_LISTED)).map(toRefusal);
}
