import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { isVisible } from '../kernel/text.ts';
import { readTimeZone } from '../kernel/time-zone.ts';
import { type Agency, insertAgency } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Of an agency for which nobody stated one. */
const USUAL_TIME_ZONE = 'UTC';

const ID = /^[a-z0-9][a-z0-9-]{1,62}$/;

/**
 * Adds a tenant, atomically with its audit record; without a time zone its times are in UTC. Refuses a malformed id and a time
 * zone that is none (`invalid_request`) and a taken id (`conflict`).
 */
export async function addAgency(
  { database, audit, clock }: Ports,
  request: {
    agency: Omit<Agency, 'timeZone' | 'disabledAt' | 'language'> & { timeZone?: string | null | undefined };
    actor: Actor;
    origin?: Origin;
  },
): Promise<Agency> {
  const { id, name } = request.agency;
  if (!ID.test(id)) {
    throw refuse.invalidRequest({ description: 'An agency id must be 2 to 63 lower-case letters, digits and hyphens' });
  }
  if (!isVisible(name)) throw refuse.invalidRequest({ description: 'An agency needs a name' });
  const timeZone = readTimeZone(request.agency.timeZone ?? USUAL_TIME_ZONE, '`time_zone`');
  const agency = { id, name: name.trim(), timeZone };
  return database.write(async (tx) => {
    const isNew = await insertAgency(tx.query, { ...agency, createdAt: clock.now() });
    if (!isNew) throw refuse.conflict({ description: `The agency id ${id} is taken` });
    await audit.append(tx, {
      actor: request.actor,
      agencyId: id,
      action: 'agency.added',
      outcome: 'success',
      subject: id,
      ...(request.origin && { origin: request.origin }),
    });
    return { ...agency, disabledAt: null, language: null };
  });
}
