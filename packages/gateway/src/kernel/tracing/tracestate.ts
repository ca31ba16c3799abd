/** Lower case letters, digits and four marks, in front of an `@` whose tenant it is (W3C Trace Context section 3.3.1.3.1). */
const KEY = /^(?:[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})$/;
/** Printable ASCII without comma and equals sign, and no space at its end (W3C Trace Context section 3.3.1.3.2). */
const VALUE = /^[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;
const MOST_MEMBERS = 32;
const MOST_CHARACTERS = 512;
const LONG_MEMBER_CHARACTERS = 128;

/** A member's key; null where it is not well-formed. */
function keyOf(member: string): string | null {
  const at = member.indexOf('=');
  const key = member.slice(0, at);
  return at !== -1 && KEY.test(key) && VALUE.test(member.slice(at + 1)) ? key : null;
}

/** W3C Trace Context section 3.3.1.5: whole members go, those above 128 characters first, then from the end. */
function shortened(members: readonly string[]): string[] {
  if (members.join(',').length <= MOST_CHARACTERS) return [...members];
  const kept = members.filter((member) => member.length <= LONG_MEMBER_CHARACTERS);
  while (kept.join(',').length > MOST_CHARACTERS) kept.pop();
  return kept;
}

/**
 * What others have noted of a trace, in their order, at most 512 characters of it. Null where there is nothing, and where it is
 * not well-formed, names a key twice or has more than 32 members, which is as if none was sent (W3C Trace Context section 3.3.1).
 */
export function readTracestate(header: unknown): string | null {
  if (typeof header !== 'string') return null;
  const members = header.split(',').flatMap((member) => member.replace(/^[ \t]+|[ \t]+$/g, '') || []);
  const keys = new Set(members.map(keyOf));
  if (members.length > MOST_MEMBERS || keys.size < members.length || keys.has(null)) return null;
  return shortened(members).join(',') || null;
}
