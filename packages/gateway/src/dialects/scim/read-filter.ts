import type { PersonFilter } from '../../people/provisioning/types.ts';
import { normaliseEmail } from '../../people/users/email-address.ts';
import { refuseScim } from './errors.ts';

interface Comparison {
  /** In lower case, without the URN of its schema. */
  readonly attribute: string;
  readonly value: string | boolean;
}

const URN = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/;
/** `attribute eq value`, and `and` where another one follows. */
const COMPARISON =
  /^([a-z][\w.:-]*(?:\[type eq "work"\]\.value)?)\s+([a-z]+)\s+("(?:[^"\\]|\\.)*"|true|false)(?:\s*$|\s+(and)\s+)/i;

function readValue(text: string): string | boolean {
  try {
    return JSON.parse(text.startsWith('"') ? text : text.toLowerCase()) as string | boolean;
  } catch {
    throw refuseScim('invalidFilter', 'A value of `filter` must be JSON text, true or false');
  }
}

/** RFC 7644 section 3.4.2.2: comparisons by `eq`, joined by `and`. Refuses every other filter with `invalidFilter`. */
function readComparisons(filter: string): Comparison[] {
  const comparisons: Comparison[] = [];
  let rest = filter.trim();
  while (rest !== '' || comparisons.length === 0) {
    const [whole, attribute = '', operator = '', value = '', and] = COMPARISON.exec(rest) ?? [];
    if (whole === undefined || operator.toLowerCase() !== 'eq') {
      throw refuseScim('invalidFilter', '`filter` must be comparisons by eq, joined by and: userName eq "a@b.example"');
    }
    comparisons.push({ attribute: attribute.toLowerCase().replace(URN, ''), value: readValue(value) });
    rest = rest.slice(whole.length);
    if (and !== undefined && rest === '') throw refuseScim('invalidFilter', '`filter` ends with and');
  }
  return comparisons;
}

const unknownAttribute = (names: string) => refuseScim('invalidFilter', `\`filter\` must compare ${names}`);

function textOf({ attribute, value }: Comparison): string {
  if (typeof value === 'string') return value;
  throw refuseScim('invalidFilter', `${attribute} is compared with text in quotation marks`);
}

function userFilterOf(comparison: Comparison): PersonFilter {
  switch (comparison.attribute) {
    case 'id':
      return { id: textOf(comparison) };
    case 'username':
    case 'emails':
    case 'emails.value':
    case 'emails[type eq "work"].value':
      return { email: normaliseEmail(textOf(comparison)) };
    case 'externalid':
      return { externalId: textOf(comparison) };
    case 'active':
      if (typeof comparison.value !== 'boolean')
        throw refuseScim('invalidFilter', 'active is compared with true or false');
      return { isActive: comparison.value };
    default:
      throw unknownAttribute('userName, externalId, id, emails.value or active');
  }
}

/** Which people a filter chooses; null where it compares one attribute with two values, which nobody has. */
export function readUserFilter(filter: string | undefined): PersonFilter | null {
  let chosen: PersonFilter = {};
  for (const comparison of filter === undefined ? [] : readComparisons(filter)) {
    const further = userFilterOf(comparison);
    for (const [name, value] of Object.entries(further)) {
      const earlier = chosen[name as keyof PersonFilter];
      if (earlier !== undefined && earlier !== value) return null;
    }
    chosen = { ...chosen, ...further };
  }
  return chosen;
}

/** True for a group that a filter chooses. */
export function readGroupFilter(filter: string | undefined): (group: { id: string; title: string }) => boolean {
  const tests = (filter === undefined ? [] : readComparisons(filter)).map((comparison) => {
    const text = textOf(comparison);
    switch (comparison.attribute) {
      case 'id':
        return ({ id }: { id: string }) => id === text;
      case 'displayname':
        return ({ title }: { title: string }) => title.toLowerCase() === text.toLowerCase();
      default:
        throw unknownAttribute('displayName or id');
    }
  });
  return (group) => tests.every((test) => test(group));
}
