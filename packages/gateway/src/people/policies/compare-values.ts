import { refuse } from '../../kernel/errors.ts';
import { isVisible } from '../../kernel/text.ts';
import { POLICY_FIELDS, POLICY_NAMES, type PolicyField, type PolicyValue, type SecurityPolicy } from './policy.ts';

/** The value as a number, to compare it with others of its field. */
function numberOf({ words }: PolicyField, value: Exclude<PolicyValue, null>): number {
  return words === undefined ? Number(value) : words.indexOf(String(value));
}

/** How strict a value is: of two of one field the stricter one has the higher number. */
function strictness(field: PolicyField, value: PolicyValue): number {
  if (value === null) return field.null === 'strictest' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (field.isText === true) return 0;
  const number = numberOf(field, value);
  return field.stricter === 'higher' || field.stricter === 'true' ? number : -number;
}

/** The policy with every value that is looser than `floor` brought up to it. */
export function noLooserThan(floor: SecurityPolicy, policy: SecurityPolicy): SecurityPolicy {
  const stricter = POLICY_NAMES.map((name) => {
    const field = POLICY_FIELDS[name];
    return [name, strictness(field, policy[name]) < strictness(field, floor[name]) ? floor[name] : policy[name]];
  });
  return Object.fromEntries(stricter) as SecurityPolicy;
}

function boundText({ stricter, words, isText }: PolicyField, bound: PolicyValue): string {
  if (bound === null) return 'null';
  if (isText === true) return 'a text';
  if (typeof bound === 'boolean') return String(bound);
  if (words !== undefined) return words.slice(words.indexOf(String(bound))).join(' or ');
  return stricter === 'higher' ? `${bound} or more` : `${bound} or less`;
}

function isWithin(field: PolicyField, value: PolicyValue): boolean {
  if (value === null) return field.null !== undefined;
  const { minimum, maximum } = field;
  if (field.isText === true) return isVisible(String(value)) && [...String(value)].length <= maximum;
  const number = numberOf(field, value);
  return minimum <= number && number <= maximum;
}

/** Refuses with `invalid_request` a value out of its bounds, or looser than what the installation allows. */
export function checkValues(chosen: Partial<SecurityPolicy>, floor: SecurityPolicy): void {
  for (const name of POLICY_NAMES) {
    const value = chosen[name];
    if (value === undefined) continue;
    const field = POLICY_FIELDS[name];
    if (!isWithin(field, value)) {
      const orNull = field.null === undefined ? '' : ', or null';
      const bounds = `${field.isText === true ? 'a text of' : 'from'} ${field.minimum} to ${field.maximum}`;
      throw refuse.invalidRequest({
        description: `\`${field.wireName}\` must be ${bounds}${field.isText === true ? ' characters' : ''}${orNull}`,
      });
    }
    if (strictness(field, value) < strictness(field, floor[name])) {
      const bound = boundText(field, floor[name]);
      throw refuse.invalidRequest({
        description: `\`${field.wireName}\` must be ${bound}: the installation's policy allows nothing looser`,
      });
    }
  }
}
