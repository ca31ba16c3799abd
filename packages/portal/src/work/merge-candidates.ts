import type { IncidentSummary } from '@sallyport/contract';

const METERS_A_DEGREE = 111_320;

/** How far apart two incidents are, in metres, as far as both have a position; infinite where one has none. */
function metersBetween({ location: one }: IncidentSummary, { location: other }: IncidentSummary): number {
  if (one?.latitude == null || one.longitude == null || other?.latitude == null || other.longitude == null) {
    return Number.POSITIVE_INFINITY;
  }
  const north = other.latitude - one.latitude;
  const east = (other.longitude - one.longitude) * Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(north, east) * METERS_A_DEGREE;
}

/** What a call may be merged into, of these: of the same number first, then the nearest, then the newest. */
export function mergeCandidates(call: IncidentSummary, listed: readonly IncidentSummary[]): IncidentSummary[] {
  const isSameCaller = ({ caller_phone_number: number }: IncidentSummary) =>
    number !== null && number === call.caller_phone_number;
  return listed
    .filter(({ id, kind, merge, closing }) => {
      return id !== call.id && kind !== 'cad' && merge === undefined && closing === undefined;
    })
    .map((incident) => ({
      incident,
      rank: isSameCaller(incident) ? 0 : 1,
      meters: metersBetween(call, incident),
      at: Date.parse(incident.created_at),
    }))
    .sort((one, other) => {
      const nearer = one.meters === other.meters ? 0 : one.meters - other.meters;
      return one.rank - other.rank || nearer || other.at - one.at;
    })
    .map(({ incident }) => incident);
}
