import type { IncidentKind } from '../incident/types.ts';
import type { Area } from './area.ts';

/** `active`: open, or claimed; `ended`: everything else; `dismissed`: what the person dismissed from the two, for themselves alone. */
export const SECTIONS = ['active', 'ended', 'dismissed'] as const;
export type Section = (typeof SECTIONS)[number];

/** Which incidents of a section are asked for; what is missing leaves nothing out. */
export interface QueueFilter {
  readonly ids?: readonly string[];
  readonly kind?: IncidentKind;
  readonly status?: string;
  readonly emergencyType?: string;
  readonly suppliedBy?: string;
  /** By when it came in or was signalled last, in milliseconds, both inclusive. */
  readonly since?: number;
  readonly until?: number;
  readonly area?: Area;
}

/** A place in a section: what is listed after it. */
export interface QueuePlace {
  readonly listedAt: number;
  readonly id: string;
}
