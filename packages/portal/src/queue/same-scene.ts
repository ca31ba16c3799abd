import type { IncidentSummary } from '@sallyport/contract';

/** Incidents of one person or place, in the order they were listed: the first one stands for the others. */
export interface Scene {
  readonly first: IncidentSummary;
  readonly others: readonly IncidentSummary[];
}

/** A position that may be anywhere in a wider circle names no place. */
const SURE_WITHIN_METERS = 50;
/** About 50 m from north to south. */
const CELLS_A_DEGREE = 2_000;

/** What an incident is about, as far as it can be compared: its caller's number, its address, and where it surely is. */
function* marksOf({ caller_phone_number: number, location }: IncidentSummary): Generator<string> {
  if (number !== null) yield `person ${number}`;
  if (location === null) return;
  const { civic, latitude, longitude, uncertainty_radius: radius } = location;
  if (civic !== null)
    yield `address ${civic
      .toLowerCase()
      .replace(/[\s,.]+/g, ' ')
      .trim()}`;
  if (latitude === null || longitude === null || radius === null || radius > SURE_WITHIN_METERS) return;
  yield `place ${Math.round(latitude * CELLS_A_DEGREE)} ${Math.round(longitude * CELLS_A_DEGREE)}`;
}

/** The incidents by what they are about: of one caller, address or place, or of another incident that is. */
export function scenesOf(incidents: readonly IncidentSummary[]): Scene[] {
  const sceneOf = new Map<string, number>();
  const members: IncidentSummary[][] = [];
  const place = new Map(incidents.map(({ id }, index) => [id, index]));
  for (const incident of incidents) {
    const marks = [...marksOf(incident)];
    const [own, ...joined] = [...new Set(marks.flatMap((mark) => sceneOf.get(mark) ?? []))].sort((a, b) => a - b);
    const scene = own ?? members.push([]) - 1;
    for (const other of joined) {
      members[scene]?.push(...(members[other] ?? []));
      members[other] = [];
      for (const [mark, of] of sceneOf) if (of === other) sceneOf.set(mark, scene);
    }
    for (const mark of marks) sceneOf.set(mark, scene);
    members[scene]?.push(incident);
  }
  return members.flatMap((each) => {
    const [first, ...others] = each.toSorted((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
    return first === undefined ? [] : [{ first, others }];
  });
}
