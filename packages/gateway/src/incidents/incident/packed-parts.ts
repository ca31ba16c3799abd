import { pack } from '../../database/packed/pack.ts';
import { damaged, unpack } from '../../database/packed/unpack.ts';
import type { StoredRow } from '../../database/schema.ts';
import { type CompactAlertState, compactAlertState } from './alert-state.ts';
import { type CompactLocation, compactLocation } from './stored-form.ts';
import type { Facts, Incident } from './types.ts';

/** What of an incident stands in its row as JSON, or in its bytes. */
interface Parts {
  readonly location?: CompactLocation;
  readonly facts?: Facts;
  readonly alert?: CompactAlertState;
}

type Row = Pick<StoredRow<'incidents'>, 'packed' | 'location' | 'created_at'>;
type WholeRow = Row & Pick<StoredRow<'incidents'>, 'state' | 'alert'>;

/** The columns that an incident's parts are written into, which are these four in either form. */
export type PartColumns = Pick<StoredRow<'incidents'>, 'location' | 'state' | 'alert' | 'packed'>;

/** What a report looks for in an alert's row. */
function lookedFor({ alert }: Incident): string | null {
  if (alert === null) return null;
  const { declineReason, dispatchRequestedAt } = alert;
  if (declineReason === null && dispatchRequestedAt === null) return null;
  return JSON.stringify({
    ...(declineReason !== null && { declineReason }),
    ...(dispatchRequestedAt !== null && { dispatchRequestedAt }),
  });
}

/** The incident's parts as they are written. */
export function partColumns(incident: Incident, isPacking: boolean): PartColumns {
  const { facts } = incident;
  const location = incident.location && compactLocation(incident.location);
  const alert = incident.alert && compactAlertState(incident.alert, incident);
  const parts = { ...(location && { location }), facts, ...(alert && { alert }) };
  const packed = isPacking ? pack(parts, incident.createdAt) : null;
  if (packed !== null) return { location: null, state: '{}', alert: lookedFor(incident), packed };
  return {
    location: location && JSON.stringify(location),
    state: JSON.stringify(facts),
    alert: alert && JSON.stringify(alert),
    packed,
  };
}

/** The parts in the bytes of an incident that was created then. Refuses with `PackedFault` bytes that are damaged. */
export function unpackedParts(packed: Uint8Array, createdAt: number): Parts {
  const parts = unpack(packed, createdAt);
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) throw damaged();
  return parts;
}

/** The location of a row; undefined where it has none. */
export function locationPart({ packed, ...row }: Row): CompactLocation | undefined {
  if (packed !== null) return unpackedParts(packed, row.created_at).location;
  return row.location === null ? undefined : (JSON.parse(row.location) as CompactLocation);
}

/** All parts of a row. */
export function partsOf({ packed, ...row }: WholeRow): Parts & { readonly facts: Facts } {
  if (packed !== null) return { facts: {}, ...unpackedParts(packed, row.created_at) };
  const location = locationPart({ packed, ...row });
  return {
    ...(location && { location }),
    facts: JSON.parse(row.state) as Facts,
    ...(row.alert !== null && { alert: JSON.parse(row.alert) as CompactAlertState }),
  };
}
