import type { CivicAddress, Incident, Location } from './types.ts';

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

/** True where both are the same JSON value; members in the same order, as one writer writes them. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The members that are not as they usually are: `withUsual` gives back the others. */
export function withoutUsual<Whole extends object>(whole: Whole, usual: Partial<Whole>): Partial<Whole> {
  const kept = Object.entries(whole).filter(
    ([name, value]) => !(Object.hasOwn(usual, name) && isSame(value, usual[name as keyof Whole])),
  );
  return Object.fromEntries(kept) as Partial<Whole>;
}

/** What `withoutUsual` was given. */
export function withUsual<Whole extends object>(kept: Partial<Whole>, usual: Partial<Whole>): Whole {
  return { ...usual, ...kept } as Whole;
}

const USUAL: Partial<Location> = { latitude: null, longitude: null, uncertaintyRadius: null, civic: null };
const USUAL_CIVIC: CivicAddress = {
  ...{ name: null, street1: null, street2: null },
  ...{ city: null, state: null, country: null, zipCode: null },
};

/** A location as it is stored: without what is null. */
export type CompactLocation = Partial<Omit<Location, 'civic'>> & { readonly civic?: Partial<CivicAddress> };

export function compactLocation(location: Location): CompactLocation {
  const { civic, ...rest } = withoutUsual(location, USUAL);
  return { ...rest, ...(civic && { civic: withoutUsual(civic, USUAL_CIVIC) }) };
}

/** The whole location, of a compact one or of one that was stored whole. */
export function wholeLocation({ civic, ...rest }: CompactLocation): Location {
  return withUsual<Location>({ ...rest, ...(civic && { civic: withUsual(civic, USUAL_CIVIC) }) }, USUAL);
}
