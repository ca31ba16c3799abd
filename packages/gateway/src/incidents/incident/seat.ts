/** A seat as rows name it: a person's own id of it is nobody else's. */
export function seatKey(userId: string, seat: string): string {
  return `${userId}/${seat}`;
}

/** A person at a screen: `id` is `seatKey`'s, `incidentId` is what they look at. */
export interface AttendedSeat {
  readonly id: string;
  readonly agencyId: string;
  readonly userId: string;
  readonly name: string;
  readonly incidentId: string | null;
  readonly seenAt: number;
}
