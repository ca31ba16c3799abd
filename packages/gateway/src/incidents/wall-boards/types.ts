import type { QueueFilter } from '../queue/types.ts';

/** What of the active incidents a display shows; what is missing leaves nothing out. */
export type BoardFilter = Pick<QueueFilter, 'kind' | 'area'> & { readonly hidesTests?: boolean };

/** A display that shows an agency's active incidents without a person's session. Instants are in milliseconds. */
export interface WallBoard {
  readonly id: string;
  readonly agencyId: string;
  readonly name: string;
  readonly filter: BoardFilter;
  /** Who made it, by the name that colleagues read. */
  readonly madeBy: string;
  readonly createdAt: number;
  /** About when it read last; null where it never did. */
  readonly seenAt: number | null;
}
