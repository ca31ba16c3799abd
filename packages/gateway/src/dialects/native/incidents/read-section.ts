import { Type } from 'typebox';
import { AREA_TEXT_AT_MOST, readArea } from '../../../incidents/queue/area.ts';
import { type QueueFilter, SECTIONS, type Section } from '../../../incidents/queue/types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import { checkSpan, readInstant } from '../../../kernel/instant.ts';
import { incidentIdOf } from '../../requests/alert-id.ts';
import { timeContextOf } from '../../requests/request-context.ts';
import type { RouteRequest } from '../../routing/route.ts';

const IDS_AT_MOST = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const text = (description: string, example: string, maxLength = 100) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description, examples: [example] }));

/** Query parameters of a list that has sections. */
export const SECTION_PARAMETERS = {
  section: Type.Optional(
    Type.Enum([...SECTIONS], {
      description:
        '`active`: open or claimed; `ended`: the others; `dismissed`: what the person dismissed from both. Each has pages of its own, without what the person dismissed; left out, everything is in one list',
    }),
  ),
  ids: text(
    'Of the section those alone, up to 50, with commas between them',
    '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11',
    2_100,
  ),
  kind: Type.Optional(
    Type.Enum(['alert', 'call', 'cad'], { description: 'Of the section what came in as this alone' }),
  ),
  status: text('Of the section those in this status alone', 'ACCEPTED', 40),
  type: text('Of the section those of this emergency type alone, its tests included', 'BURGLARY'),
  source: text('Of the section those that this partner supplied alone', 'Sandbox Alarm', 200),
  since: text('Of the section what came in or was signalled then or later alone, RFC 3339', '2026-11-21T12:00:00Z', 40),
  area: text(
    'Of the section what is in that area now alone: `boundary`, the agency’s own, a box as `west,south,east,north` in degrees, over the antimeridian where west is above east, or a polygon by its 3 to 100 corners as `longitude,latitude;longitude,latitude;…`, each edge the shorter way around the earth, none crossing another, 100 square metres or more and less than 180 degrees wide. Without a position it is in none; within the boundary of an agency without one is everything. A page may then have fewer incidents than `limit`, and go on',
    '-97.76,30.25,-97.72,30.28',
    AREA_TEXT_AT_MOST,
  ),
  until: text('Of the section what came in or was signalled until then alone, RFC 3339', '2026-11-21T13:00:00Z', 40),
};

/** The names that are of a section alone. */
const OF_A_SECTION = ['ids', 'kind', 'status', 'type', 'source', 'since', 'until', 'area'] as const;

/** The section that a query asks for and the filter in it; null without one. Refuses a filter without a section, and what cannot be read. */
export function readSection(
  ports: { clock: Clock },
  request: RouteRequest,
): { section: Section; filter: QueueFilter } | null {
  const { query } = request;
  const section = SECTIONS.find((name) => name === query['section']);
  if (section === undefined) {
    const stray = OF_A_SECTION.find((name) => query[name] !== undefined);
    if (stray !== undefined) throw refuse.invalidRequest({ description: `${stray} is of a section; send section too` });
    return null;
  }
  const { ids, kind, status, type, source, area } = query;
  const [since, until] = (['since', 'until'] as const).map((name) =>
    query[name] === undefined ? undefined : readInstant(query[name], name, timeContextOf(ports, request)),
  );
  checkSpan(since, until);
  return {
    section,
    filter: {
      ...(ids !== undefined && { ids: readIds(ids) }),
      ...(kind !== undefined && { kind: kind as NonNullable<QueueFilter['kind']> }),
      ...(status !== undefined && { status }),
      ...(type !== undefined && { emergencyType: type }),
      ...(source !== undefined && { suppliedBy: source }),
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(area !== undefined && { area: readArea(area) }),
    },
  };
}

function readIds(given: string): readonly string[] {
  const ids = given.split(',').map((each) => incidentIdOf(each.trim()));
  if (ids.length <= IDS_AT_MOST && ids.every((id) => UUID.test(id))) return ids;
  throw refuse.invalidRequest({
    description: `ids must be 1 to ${IDS_AT_MOST} ids of incidents with commas between them`,
  });
}
