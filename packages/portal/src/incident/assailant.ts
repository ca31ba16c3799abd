import type { IncidentSummary } from '@sallyport/contract';

const ASSAILANT_TYPES = new Set(['ACTIVE_ASSAILANT', 'TEST_ACTIVE_ASSAILANT']);

/** Whether a type, real or a test, stands out by colour, shape and words. */
export function isAssailantType(name: string | undefined): boolean {
  return name !== undefined && ASSAILANT_TYPES.has(name);
}

/** Whether an incident is of an active assailant, real or a test. */
export function isAssailant({ emergency_type }: Pick<IncidentSummary, 'emergency_type'>): boolean {
  return isAssailantType(emergency_type?.name);
}
