import type { Members } from './further-members.ts';

/** By which of its keys a CAD incident finds its call, the surest first. */
export const MATCH_KEYS = ['caller_phone_number', 'sip_call_id', 'position'] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];

/** What a CAD knows of the call; the number is E.164. */
export interface CallKeys {
  readonly callerPhoneNumber: string | null;
  readonly sipCallId: string | null;
  readonly position: string | null;
}

/** Where each key stands. */
export const KEY_OF = {
  caller_phone_number: 'callerPhoneNumber',
  sip_call_id: 'sipCallId',
  position: 'position',
} as const satisfies Record<MatchKey, keyof CallKeys>;

/** An incident of a partner's CAD. Its own id is also that of the shell it was, where it had to wait for its call. */
export interface CadIncident extends CallKeys {
  readonly id: string;
  readonly agencyId: string;
  readonly clientId: string;
  readonly partnerIncidentId: string;
  readonly suppliedBy: string;
  /** The call or alert it is about; null while it waits for one. */
  readonly incidentId: string | null;
  readonly matchedBy: MatchKey | null;
  /** In the CAD's own words. */
  readonly status: string | null;
  /** What it states of its incident besides. */
  readonly further: Members;
  /** When the CAD last asked for its call. */
  readonly askedAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A CAD incident, its call, and each other's number: callers hang up before the CAD incident is typed, or the reverse. */
export const MATCHED_WITHIN_MS = 4 * 3_600_000;
/** The next call at a seat may be another one: a CAD incident waits for a call at its seat no longer than this. */
export const POSITION_WAITS_MS = 10 * 60_000;

/** A CAD incident as events have it. */
export type CadFacts = Pick<CadIncident, 'id' | 'partnerIncidentId' | 'suppliedBy' | 'status' | 'matchedBy'>;

/** What a CAD stated with one request besides, and what was stated under the same names before. */
export interface CadStatement {
  readonly stated?: Members;
  readonly replaced?: Members;
}

/** A statement for an event, without what is empty. */
export function cadStatement(stated: Members, kept: Members): CadStatement {
  const replaced = Object.entries(kept).filter(
    ([name, value]) => Object.hasOwn(stated, name) && JSON.stringify(stated[name]) !== JSON.stringify(value),
  );
  return {
    ...(Object.keys(stated).length > 0 && { stated }),
    ...(replaced.length > 0 && { replaced: Object.fromEntries(replaced) }),
  };
}

export function cadFacts(cad: CadIncident): CadFacts {
  return {
    id: cad.id,
    partnerIncidentId: cad.partnerIncidentId,
    suppliedBy: cad.suppliedBy,
    status: cad.status,
    matchedBy: cad.matchedBy,
  };
}

/** The key two sides have in common, the surest first; null where they have none. */
export function commonKey(left: CallKeys, right: CallKeys): MatchKey | null {
  const same = (one: string | null, other: string | null) => one !== null && one === other;
  if (same(left.callerPhoneNumber, right.callerPhoneNumber)) return 'caller_phone_number';
  if (same(left.sipCallId, right.sipCallId)) return 'sip_call_id';
  return same(left.position, right.position) ? 'position' : null;
}
