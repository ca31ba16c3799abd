import type { Right } from '../rights/rights.ts';

/** A role that people of an agency can have: one of every installation, or one of the agency's own. */
export interface AgencyRole {
  /** The name of a role of every installation, or the id of an own one. */
  readonly id: string;
  readonly title: string;
  readonly isOwn: boolean;
  readonly rights: ReadonlySet<Right>;
}
