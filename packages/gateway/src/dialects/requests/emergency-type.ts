import { displayName, type Incident } from '../../incidents/incident/types.ts';

const TEST = 'TEST_';
const ACTIVE_ASSAILANT = 'ACTIVE_ASSAILANT';

type TypeFacts = Pick<Incident, 'emergencyType' | 'isTest' | 'isActiveAssailant'>;

/** The facts in a type's wire name: a test is `TEST_` and the type. */
export function typeFactsOf(name: string | null): TypeFacts {
  const isTest = name?.startsWith(TEST) === true;
  const emergencyType = isTest ? name.slice(TEST.length) : name;
  return { emergencyType, isTest, isActiveAssailant: emergencyType === ACTIVE_ASSAILANT };
}

/** The wire name of a type: `TEST_CO`, or null where no type was stated. */
export function typeNameOf({ emergencyType, isTest, isActiveAssailant }: TypeFacts): string | null {
  const plain = isActiveAssailant ? ACTIVE_ASSAILANT : emergencyType;
  return plain !== null && isTest ? `${TEST}${plain}` : plain;
}

/** A wire name in words: `TEST_CO` reads "CO (test)". What is not such a name is left as it is. */
export function typeWords(name: string): string {
  if (!name.startsWith(TEST) || !/^[A-Z0-9_]+$/.test(name)) return displayName(name);
  return `${displayName(name.slice(TEST.length))} (test)`;
}
