import { EMERGENCY_TYPE_NAMES, SITE_TYPE_NAMES } from '@sallyport/contract';

type Group = Readonly<Record<string, unknown>>;

/** `Test Fire`, `TEST-FIRE` and `test_fire` are compared as `TESTFIRE`. */
function compact(text: string): string {
  return text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const KNOWN_TYPES: ReadonlyMap<string, string> = new Map(EMERGENCY_TYPE_NAMES.map((name) => [compact(name), name]));
const KNOWN_SITES: ReadonlyMap<string, string> = new Map(SITE_TYPE_NAMES.map((name) => [compact(name), name]));

/** A test before or after the type, as a word of its own: `test flood`, `Flood (test)`; not `testimony`. */
const TEST_WORD = /^[^\p{L}\p{N}]*test(s|ing)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])test(s|ing)?[^\p{L}\p{N}]*$/iu;

/** Members that state a signal is a test, as they are compared; each is true or false, or has the words for that. */
const TEST_FLAGS: ReadonlySet<string> = new Set([
  ...['TEST', 'TESTING', 'TESTMODE', 'TESTENABLED', 'TESTFLAG', 'TESTONLY', 'ISTEST', 'ISTESTING', 'ISTESTMODE'],
  ...['TESTALARM', 'TESTALERT', 'TESTEVENT', 'TESTSIGNAL', 'TESTCALL', 'INTEST', 'ONTEST', 'INTESTMODE'],
  ...['ISTESTALARM', 'ISTESTALERT', 'ISTESTEVENT', 'ISTESTSIGNAL', 'ISTESTCALL', 'DRILL', 'ISDRILL'],
]);
/** Members that name one of several modes, of which a test is one. */
const MODES: ReadonlySet<string> = new Set([
  'MODE',
  'ALARMMODE',
  'ALERTMODE',
  'EVENTMODE',
  'SIGNALMODE',
  'OPERATIONMODE',
]);
const TRUE_WORDS: ReadonlySet<string> = new Set(['TRUE', 'T', 'YES', 'Y', 'ON', '1', 'TEST', 'ENABLED', 'ACTIVE']);
/** `test_mode: {"test_enabled": true}` is how RapidSOS writes it. */
const ENABLED: ReadonlySet<string> = new Set(['ENABLED', 'ACTIVE', 'ON', 'VALUE', ...TEST_FLAGS]);
const GROUPS_DEEP = 3;

function isTrue(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value === 1;
  if (typeof value === 'string') return TRUE_WORDS.has(compact(value));
  return typeof value === 'object' && value !== null && !Array.isArray(value) && hasMember(value as Group, ENABLED);
}

const hasMember = (group: Group, names: ReadonlySet<string>): boolean =>
  Object.entries(group).some(([name, value]) => names.has(compact(name)) && isTrue(value));

/** Whether a flag states that the signal is a test, wherever a sender may have put it: at the top or in any of its groups. */
export function isMarkedAsTest(stated: Group, deep = GROUPS_DEEP): boolean {
  return Object.entries(stated).some(([name, value]) => {
    const own = compact(name);
    if (TEST_FLAGS.has(own) && isTrue(value)) return true;
    if (MODES.has(own) && typeof value === 'string' && TEST_WORD.test(value)) return true;
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isGroup && deep > 0 && isMarkedAsTest(value as Group, deep - 1);
  });
}

/** A name of our own for a type that has none: `TEST_WATER_LEAK`. */
function testNameOf(given: string): string {
  const words = given
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !/^test(s|ing)?$/i.test(word))
    .join('_');
  return words === '' ? 'TEST_OTHER' : `TEST_${words.toUpperCase()}`;
}

/**
 * An emergency type by the name RapidSOS publishes, whatever its case and separators; one that has none is as it was given. A
 * test is `TEST_` and the type, whether the type states it or a flag does: a test never looks real, and a real one is no test.
 */
export function readEmergencyType(given: string | null, isTest: boolean): string | null {
  if (given === null) return isTest ? 'TEST_OTHER' : null;
  const hasTestWord = TEST_WORD.test(given);
  const known = KNOWN_TYPES.get(compact(hasTestWord ? testNameOf(given) : given));
  const isMarkedTest = hasTestWord || known?.startsWith('TEST_') === true;
  if (!isTest && !isMarkedTest) return known ?? given;
  const plain = known?.replace(/^TEST_/, '');
  return plain === undefined ? testNameOf(given) : `TEST_${plain}`;
}

/** A kind of site by the name RapidSOS publishes, or as it was given. */
export function readSiteType(given: string | null): string | null {
  return given === null ? null : (KNOWN_SITES.get(compact(given)) ?? given);
}
