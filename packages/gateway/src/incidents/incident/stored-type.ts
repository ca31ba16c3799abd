import type { Incident } from './types.ts';

const TEST = 'TEST_';
const ASSAILANT = 'ACTIVE_ASSAILANT';

/** What kind of emergency an incident is. */
export type TypeFacts = Pick<Incident, 'emergencyType' | 'isTest' | 'isActiveAssailant'>;

/**
 * The facts in the one text that rows and events have had from the start, so that older rows stay readable, and an older server
 * beside this one reads newer rows. An active assailant is stored under its own name, whatever its dialect called it.
 */
export function toStoredType({ emergencyType, isTest, isActiveAssailant }: TypeFacts): string | null {
  const plain = isActiveAssailant ? ASSAILANT : emergencyType;
  return plain !== null && isTest ? `${TEST}${plain}` : plain;
}

/** How an active assailant is stored. */
export function storedAssailant(isTest: boolean): string {
  return isTest ? `${TEST}${ASSAILANT}` : ASSAILANT;
}

/** Both, in the order in which the partial index `incidents_assailants` has them. */
export const STORED_ASSAILANTS = [storedAssailant(false), storedAssailant(true)] as const;

/** The facts in a stored text. A row from before tests were a column of their own has that in its text alone. */
export function fromStoredType(stored: string | null, isTest = false): TypeFacts {
  const isMarked = stored?.startsWith(TEST) === true;
  const plain = isMarked ? stored.slice(TEST.length) : stored;
  return { emergencyType: plain, isTest: isTest || isMarked, isActiveAssailant: plain === ASSAILANT };
}
