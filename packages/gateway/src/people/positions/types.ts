/** A browser in a secure place, whose sessions do not lock for want of use. Instants are in milliseconds. */
export interface DispatchPosition {
  readonly id: string;
  readonly agencyId: string;
  readonly name: string;
  /** Who registered it, by the name that colleagues read. */
  readonly madeBy: string;
  readonly createdAt: number;
  /** About when a session of the agency's was last open at it; null where none was. */
  readonly seenAt: number | null;
}
