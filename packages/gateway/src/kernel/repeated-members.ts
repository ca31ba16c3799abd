import { Tokenizer, TokenType } from '@streamparser/json';

/** How many members the objects of a JSON text have, those that are repeated too: a colon outside strings is one of each. */
export function countMembers(text: string): number {
  let count = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charCodeAt(index);
    if (isInString && letter === BACKSLASH) index += 1;
    else if (letter === QUOTE) isInString = !isInString;
    else if (letter === COLON && !isInString) count += 1;
  }
  return count;
}

const [BACKSLASH, QUOTE, COLON] = ['\\', '"', ':'].map((letter) => letter.charCodeAt(0));

interface Level {
  /** Its members with their values as they are written; null for a list. */
  readonly members: Map<string, string> | null;
  /** The member that is being read, and where its value begins. */
  name: string | null;
  valueAt: number | null;
}

/**
 * The name of a member that stands twice in one object of a JSON text with two different values, of which a reader would see the
 * later one alone; null where there is none. The text is valid JSON.
 */
export function contradictedMember(text: string): string | null {
  const bytes = Buffer.from(text);
  const levels: Level[] = [];
  let found: string | null = null;

  function endMember(offset: number): void {
    const level = levels.at(-1);
    if (level === undefined || level.members === null || level.name === null || level.valueAt === null) return;
    const value = bytes.toString('utf8', level.valueAt, offset).trim();
    const before = level.members.get(level.name);
    if (before !== undefined && before !== value) found ??= level.name;
    level.members.set(level.name, value);
    level.name = null;
    level.valueAt = null;
  }

  const tokenizer = new Tokenizer();
  tokenizer.onToken = ({ token, value, offset }) => {
    const level = levels.at(-1);
    if (token === TokenType.COMMA || token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
      endMember(offset);
      if (token !== TokenType.COMMA) levels.pop();
      return;
    }
    if (token === TokenType.COLON) return;
    if (level?.members && level.name === null) {
      level.name = String(value);
      return;
    }
    if (level !== undefined) level.valueAt ??= offset;
    if (token === TokenType.LEFT_BRACE) levels.push({ members: new Map(), name: null, valueAt: null });
    if (token === TokenType.LEFT_BRACKET) levels.push({ members: null, name: null, valueAt: null });
  };
  tokenizer.write(bytes);
  return found;
}
