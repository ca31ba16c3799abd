import type { IncidentClaim, Seat } from '@sallyport/contract';

/** Whose an incident is, as its reader sees it. `silent`: a colleague's whose seat gives no sign, so that it is free soon. */
export type ClaimState = 'free' | 'own' | 'colleague' | 'silent';

/** Whose the incident is. A colleague counts as silent only where it is known who is at work. */
export function claimState(
  claim: IncidentClaim | undefined,
  userId: string,
  seats: readonly Seat[] | null,
): ClaimState {
  if (claim === undefined) return 'free';
  if (claim.user_id === userId) return 'own';
  const isSilent = seats !== null && !seats.some((seat) => seat.user_id === claim.user_id);
  return isSilent ? 'silent' : 'colleague';
}

/** The names of the others who look at an incident, each once. */
export function lookersAt(incidentId: string, userId: string, seats: readonly Seat[] | null): string[] {
  const looking = (seats ?? []).filter((seat) => seat.incident_id === incidentId && seat.user_id !== userId);
  return [...new Set(looking.map(({ name }) => name))];
}
