import { findBoundary } from '../../agencies/boundaries/store.ts';
import type { Bounds } from '../../agencies/boundaries/types.ts';
import { findAgency } from '../../agencies/store.ts';
import type { Actor } from '../../audit/types.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid } from '../../kernel/random.ts';
import type { WorkPorts } from '../claims/change-work.ts';
import type { Colleague } from '../incident/types.ts';
import type { Area } from '../queue/area.ts';
import { insertShare } from './store.ts';
import type { CrossingTerms, Share, ShareArea, ShareRule } from './types.ts';

async function areaOf(query: Transaction['query'], area: Area | null, toAgencyId: string): Promise<ShareArea | null> {
  if (area === null) return null;
  if (area !== 'boundary') return 'polygon' in area ? area : { box: area };
  const boundary = (await findBoundary(query, toAgencyId))?.boundary;
  if (boundary === undefined)
    throw refuse.conflict({ description: 'That agency has no boundary; name a box or a polygon' });
  return { boundary };
}

/** Half the way around the earth: a box that is wider has its west and its east exchanged, or is no area. */
const WIDEST_DEGREES = 180;

/** How many degrees a box goes from its west eastward, over the antimeridian where its west is beyond its east. */
const widthOf = ({ west, east }: Bounds): number => (west <= east ? east - west : east - west + 360);

function checkWidth(area: Area | null): void {
  if (area === null || area === 'boundary' || 'polygon' in area) return;
  const width = widthOf(area);
  if (width <= WIDEST_DEGREES) return;
  throw refuse.invalidRequest({
    description: [
      `area goes ${Math.ceil(width)} degrees from its west to its east; it must go ${WIDEST_DEGREES} at most.`,
      'Send west,south,east,north, with west above east only where the box crosses the antimeridian',
    ].join(' '),
  });
}

/**
 * Lets another agency of the installation see those of the agency's active incidents that fit a rule, for a time; `boundary` is the
 * receiver's, as it is now. The row and an audit record of each agency are one transaction. Refuses a rule that states nothing, a box
 * of more than half the earth and the agency itself (`invalid_request`), an agency that is not there or is disabled (`not_found`), and the boundary of one that has none
 * (`conflict`).
 */
export async function giveShare(
  ports: WorkPorts,
  request: Omit<ShareRule, 'area'> &
    CrossingTerms & {
      readonly agencyId: string;
      readonly toAgencyId: string;
      readonly area: Area | null;
      readonly forHours: number;
      readonly reason: string | null;
      readonly colleague: Colleague;
      readonly actor: Actor;
      readonly origin: Origin;
    },
): Promise<Share> {
  const { agencyId, toAgencyId, area, forHours, colleague, actor, origin, ...stated } = request;
  if (toAgencyId === agencyId) throw refuse.invalidRequest({ description: 'to_agency_id must be another agency' });
  if (stated.kind === null && stated.emergencyType === null && area === null) {
    throw refuse.invalidRequest({
      description: 'Name kind, emergency_type or area, or several: which incidents cross',
    });
  }
  checkWidth(area);
  return ports.database.write(
    async (tx) => {
      const [giver, receiver] = [await findAgency(tx.query, agencyId), await findAgency(tx.query, toAgencyId)];
      if (giver === undefined || receiver === undefined || receiver.disabledAt !== null) {
        throw refuse.notFound({ description: `No agency has the id ${toAgencyId}` });
      }
      const at = ports.clock.now();
      const share: Share = {
        ...stated,
        area: await areaOf(tx.query, area, toAgencyId),
        id: newUuid(ports.clock, ports.random),
        ...{ agencyId, agencyName: giver.name, toAgencyId, toAgencyName: receiver.name, madeBy: colleague },
        ...{ createdAt: at, expiresAt: at + forHours * 3_600_000, endedAt: null, endedBy: null },
      };
      await insertShare(tx.query, share);
      tx.onCommit(() => ports.database.notifier.notify('crossings'));
      const { kind, emergencyType, includesSensitive, mayAnswer, expiresAt } = share;
      const detail = { kind, emergencyType, area, includesSensitive, mayAnswer, expiresAt };
      const record = { actor, outcome: 'success', subject: share.id, origin } as const;
      await ports.audit.append(tx, {
        ...record,
        agencyId,
        action: 'share.given',
        detail: { ...detail, to: toAgencyId },
      });
      await ports.audit.append(tx, {
        ...record,
        agencyId: toAgencyId,
        action: 'share.received',
        detail: { ...detail, from: agencyId },
      });
      return share;
    },
    { agencyId },
  );
}
