import type { Boundary, Bounds } from '../../agencies/boundaries/types.ts';
import type { Colleague, IncidentKind } from '../incident/types.ts';
import type { Polygon } from '../queue/polygon.ts';

/** Who ended what crosses, of whichever of both agencies. */
export interface Ender extends Colleague {
  readonly agencyId: string;
}

/** A box, a polygon, or the receiver's boundary as it was when the share was given: what that agency changes later widens nothing. */
export type ShareArea = { readonly box: Bounds } | Polygon | { readonly boundary: Boundary };

/** Which incidents cross; each of the three that is stated has to fit, and one of them is. */
export interface ShareRule {
  readonly kind: Exclude<IncidentKind, 'cad'> | null;
  /** By its name, whether it is a test or not. */
  readonly emergencyType: string | null;
  readonly area: ShareArea | null;
}

/** What of an incident crosses beside its facts. */
export interface CrossingTerms {
  /** True where sensitive cards may be opened by the receiver, each recorded with both agencies. */
  readonly includesSensitive: boolean;
  /** True where the receiver may accept and decline its alert, and state what became of it. */
  readonly mayAnswer: boolean;
}

/** That an agency lets another one see what is its own, from when until when. */
export interface Crossing extends CrossingTerms {
  readonly id: string;
  readonly agencyId: string;
  readonly agencyName: string;
  readonly toAgencyId: string;
  readonly toAgencyName: string;
  /** In words; null where none were given. */
  readonly reason: string | null;
  readonly madeBy: Colleague;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly endedBy: Ender | null;
}

/** That an agency lets another one see those of its active incidents that fit a rule. */
export interface Share extends ShareRule, Crossing {}
