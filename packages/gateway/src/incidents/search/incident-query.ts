import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { isWithheld, textsOf } from '../callers/caller-number.ts';
import { readPhoneNumber, toE164 } from '../callers/phone-number.ts';
import type { Incident } from '../incident/types.ts';
import { isNumberKnown } from './store.ts';

/**
 * A query as it was understood: a phone number, or the id of an incident. A number's value is E.164, or, where no number can
 * be read, the text that a caller's number was kept as.
 */
export interface IncidentQuery {
  readonly kind: 'phone' | 'alert';
  readonly given: string;
  readonly value: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How a dialect writes the ids of incidents. */
export interface IdForm {
  /** The incident's own id in the one that the dialect gave it. */
  readonly read: (given: string) => string;
  /** Such an id, for refusals. */
  readonly example: string;
}

/**
 * Reads `tel://15555555555`, `tel:+1…`, any common spelling of a number, an incident's id as the dialect has it or bare,
 * and either after a scheme (`alert://…`). Refuses everything else with `invalid_request`.
 */
export function readIncidentQuery(given: string, ids: IdForm): IncidentQuery {
  const text = given.trim();
  const phone = toE164(text);
  if (phone !== undefined) return { kind: 'phone', given: text, value: phone };
  const id = ids.read(text.toLowerCase().replace(/^[a-z][a-z0-9+._-]*:(\/\/)?/, ''));
  if (UUID.test(id)) return { kind: 'alert', given: text, value: id };
  throw refuse.invalidRequest({
    description: `The query must be a phone number that can be read in one way or an alert id, as in tel://15555555555 or ${ids.example}`,
  });
}

/**
 * The text as the query for a caller whose number was kept as it was given, because it could not be read; undefined where the
 * agency has no such caller, and for what stands for no number at all (`Anonymous`).
 */
export async function findUnreadNumber(
  { database }: { database: Database },
  agencyId: string,
  given: string,
): Promise<IncidentQuery | undefined> {
  if (isWithheld(given)) return undefined;
  for (const value of textsOf(given)) {
    if (await isNumberKnown(database.read, agencyId, value)) return { kind: 'phone', given: given.trim(), value };
  }
  return undefined;
}

/**
 * A caller's number as the agency's incidents have it: in E.164, or as it was given where it could not be read. Refuses one that
 * is neither (`invalid_request`); `name` is what the refusal calls it.
 */
export async function callerNumberOf(
  ports: { database: Database },
  agencyId: string,
  given: string,
  name: string,
): Promise<string> {
  const unread = toE164(given) === undefined ? await findUnreadNumber(ports, agencyId, given) : undefined;
  return unread?.value ?? readPhoneNumber(given, name);
}

/** As `readIncidentQuery`; what it refuses is looked for among the agency's callers whose number was kept as it was given. */
export async function findIncidentQuery(
  ports: { database: Database },
  agencyId: string,
  given: string,
  ids: IdForm,
): Promise<IncidentQuery> {
  try {
    return readIncidentQuery(given, ids);
  } catch (err) {
    const unread = await findUnreadNumber(ports, agencyId, given);
    if (unread === undefined) throw err;
    return unread;
  }
}

/** True where the incident is what a query is for. */
export function isOfQuery(
  { id, callerPhoneNumber, callerPhoneGiven }: Pick<Incident, 'id' | 'callerPhoneNumber' | 'callerPhoneGiven'>,
  { kind, value }: IncidentQuery,
): boolean {
  return kind === 'alert' ? id === value : (callerPhoneNumber ?? callerPhoneGiven) === value;
}
