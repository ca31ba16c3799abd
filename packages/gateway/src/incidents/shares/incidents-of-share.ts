import { boundaryCovers } from '../../agencies/boundaries/boundary-covers.ts';
import type { Transaction } from '../../database/database.ts';
import { type Coordinates, coordinatesOf, type ListedIncident, type Location } from '../incident/types.ts';
import { areaCovers } from '../queue/area.ts';
import { FORGOTTEN_AFTER_MS } from '../queue/list-section.ts';
import { sectionPage } from '../queue/store.ts';
import type { QueuePlace } from '../queue/types.ts';
import type { Share, ShareArea } from './types.ts';

/** As many are read at once, and at most, of a share by area. */
const READ_AT_ONCE = 500;
const READ_AT_MOST = 5_000;

/** By the position alone, without regard to how sure it is; what has none is in no area. The edge belongs to it. */
function within(area: ShareArea): (location: Location | null) => boolean {
  const covers =
    'boundary' in area
      ? (position: Coordinates) => boundaryCovers(area.boundary, position)
      : areaCovers('box' in area ? area.box : area);
  return (location) => {
    const position = coordinatesOf(location);
    return position !== null && covers(position);
  };
}

/**
 * The giver's incidents that a share in force lets the receiver see at that instant, those first that came in or were signalled last: what
 * is active (as the queue's section) and fits the rule as it is now, so one that moves out of the area, becomes of another type or ends is not
 * among them any more. With `ids`, of those alone. A CAD's incident that waits for its call never crosses.
 */
export async function incidentsOfShare(
  query: Transaction['query'],
  share: Share,
  { now, limit, ids }: { now: number; limit: number; ids?: readonly string[] },
): Promise<ListedIncident[]> {
  const { agencyId, kind, emergencyType, area } = share;
  const filter = {
    ...(ids !== undefined && { ids }),
    ...(kind !== null && { kind }),
    ...(emergencyType !== null && { emergencyType }),
  };
  const section = { agencyId, userId: null, section: 'active', filter, hidesTests: false, now } as const;
  const asked = { ...section, changedSince: now - FORGOTTEN_AFTER_MS };
  const isWithin = area === null ? () => true : within(area);
  const found: ListedIncident[] = [];
  let before: QueuePlace | null = null;
  for (let read = 0; read < READ_AT_MOST; read += READ_AT_ONCE) {
    const page: ListedIncident[] = await sectionPage(query, asked, { before, limit: READ_AT_ONCE });
    const crossing = page.filter((each) => each.kind !== 'cad' && isWithin(each.location));
    found.push(...crossing.slice(0, limit - found.length));
    const last = page.at(-1);
    if (found.length === limit || last === undefined || page.length < READ_AT_ONCE) return found;
    before = { listedAt: last.listedAt, id: last.id };
  }
  return found;
}
