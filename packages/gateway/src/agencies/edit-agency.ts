import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { ChangeFeed } from '../database/changes/change-feed.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Language } from '../kernel/language.ts';
import type { Origin } from '../kernel/origin.ts';
import { readTimeZone } from '../kernel/time-zone.ts';
import { type Agency, updateAgency } from './store.ts';

/** Ends, in the caller's transaction, what is open to the people of an agency that is disabled. */
export type EndWithAgency = (tx: Transaction, agencyId: string) => Promise<void>;

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly endWithAgency: EndWithAgency;
}

/** What may be changed of an agency; what is missing stays. */
export interface AgencyEdit {
  /** IANA; in it the agency's times are shown. */
  readonly timeZone?: string | undefined;
  /** In which its people are written to, and read the portal, who have chosen none; null leaves it to English and the browser. */
  readonly language?: Language | null | undefined;
  /**
   * True ends the sessions, deeplinks and access tokens of its people, refuses whatever else its people and clients ask with, holds its
   * webhooks back and takes no alert for it, on every process within a second. False lets all go on.
   */
  readonly isDisabled?: boolean | undefined;
}

/**
 * Changes what is named of an agency, atomically with its audit records. Refuses a time zone that is none (`invalid_request`,
 * which calls it by `timeZoneName`) and an agency that is not there (`not_found`).
 */
export async function editAgency(
  { database, audit, clock, changes, endWithAgency }: Ports,
  request: { agencyId: string; edit: AgencyEdit; timeZoneName: string; actor: Actor; origin?: Origin },
): Promise<Agency> {
  const { agencyId, actor, origin } = request;
  const { timeZone: given, language, isDisabled } = request.edit;
  const timeZone = given === undefined ? undefined : readTimeZone(given, request.timeZoneName);
  return database.write(async (tx) => {
    const agency = await updateAgency(tx.query, agencyId, {
      ...(timeZone !== undefined && { timeZone }),
      ...(language !== undefined && { language }),
      ...(isDisabled !== undefined && { disabledAt: isDisabled ? clock.now() : null }),
    });
    if (agency === undefined) throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
    const record = (action: string, detail: object) =>
      audit.append(tx, {
        ...{ actor, agencyId, action, subject: agencyId, outcome: 'success', detail: { ...detail } },
        ...(origin && { origin }),
      });
    if (timeZone !== undefined) await record('agency.time_zone_set', { time_zone: timeZone });
    if (language !== undefined) await record('agency.language_set', { language });
    if (isDisabled === undefined) return agency;
    if (isDisabled) await endWithAgency(tx, agencyId);
    await changes.publish(tx, 'agency', agencyId);
    await record(isDisabled ? 'agency.disabled' : 'agency.enabled', {});
    return agency;
  });
}
