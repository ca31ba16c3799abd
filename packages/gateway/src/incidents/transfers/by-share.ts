import type { Transaction } from '../../database/database.ts';
import type { ListedIncident } from '../incident/types.ts';
import { findByNumber, numbersOf } from '../numbers/store.ts';
import { incidentsOfShare } from '../shares/incidents-of-share.ts';
import { findShareInForce } from '../shares/store.ts';
import type { Share } from '../shares/types.ts';
import type { Transfer } from './types.ts';

type Query = Transaction['query'];

const LISTED_AT_MOST = 200;
/** The share and the incident's number: the incident's own id does not cross. */
const ID = /^([0-9a-f-]{36})\.(\d{1,15})$/;

function toTransfer(share: Share, incident: ListedIncident, number: number): Transfer {
  const { kind, emergencyType, isTest, isActiveAssailant, updatedAt, ...rest } = incident;
  const { status, disposition, acceptBy, signalledAt } = rest;
  return {
    id: `${share.id}.${number}`,
    shareId: share.id,
    agencyId: share.agencyId,
    agencyName: share.agencyName,
    incidentId: incident.id,
    about: {
      ...{ kind, emergencyType, isTest, isActiveAssailant, updatedAt },
      ...{ status, disposition, acceptBy, signalledAt },
    },
    toAgencyId: share.toAgencyId,
    toAgencyName: share.toAgencyName,
    includesSensitive: share.includesSensitive,
    mayAnswer: share.mayAnswer,
    reason: share.reason,
    madeBy: share.madeBy,
    createdAt: Math.max(share.createdAt, incident.createdAt),
    expiresAt: share.expiresAt,
    endedAt: null,
    endedBy: null,
  };
}

/** What a share in force makes a transfer of, by the id that `listByShares` gave; nothing where the incident does not fit it any more. */
export async function findByShare(
  query: Query,
  { id, agencyId, now }: { id: string; agencyId: string; now: number },
): Promise<Transfer | undefined> {
  const [, shareId = '', number = ''] = ID.exec(id) ?? [];
  if (shareId === '') return undefined;
  const share = await findShareInForce(query, { id: shareId, agencyId, now });
  if (share === undefined) return undefined;
  const named = await findByNumber(query, share.agencyId, Number(number));
  if (named === undefined) return undefined;
  const [incident] = await incidentsOfShare(query, share, { now, limit: 1, ids: [named.id] });
  return incident && toTransfer(share, incident, Number(number));
}

/** True where a share that allows more comes before. */
const allowsMore = (one: Share, other: Share) =>
  Number(other.mayAnswer) - Number(one.mayAnswer) || Number(other.includesSensitive) - Number(one.includesSensitive);

/** What crosses by these shares, which one agency received and which are in force at that instant; an incident of several shares once, by the one that allows most. At most 200. */
export async function listByShares(query: Query, shares: readonly Share[], now: number): Promise<Transfer[]> {
  const found = new Map<string, { share: Share; incident: ListedIncident }>();
  for (const share of shares.toSorted(allowsMore)) {
    for (const incident of await incidentsOfShare(query, share, { now, limit: LISTED_AT_MOST })) {
      if (!found.has(incident.id)) found.set(incident.id, { share, incident });
    }
  }
  const numbers = await numbersOf(query, [...found.keys()]);
  return [...found.values()]
    .map(({ share, incident }) => toTransfer(share, incident, numbers.get(incident.id) ?? 0))
    .sort((one, other) => other.createdAt - one.createdAt)
    .slice(0, LISTED_AT_MOST);
}
