import { LRUCache } from 'lru-cache';

/** PostgreSQL keeps what was prepared until the connection ends, so a process prepares so many texts and no more. */
const NAMED_AT_MOST = 500;
const NOTED_AT_MOST = 2_000;
/** A text that is seen less often is not worth its place: lists of varying lengths make a new one each time. */
const SEEN_BEFORE_NAMED = 3;

const names = new Map<string, string>();
const seen = new LRUCache<string, number>({ max: NOTED_AT_MOST });

/** The name under which a connection prepares this text once and then only runs it; undefined where it is not prepared. */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMED_AT_MOST) return known;
  const times = (seen.get(text) ?? 0) + 1;
  if (times < SEEN_BEFORE_NAMED) {
    seen.set(text, times);
    return undefined;
  }
  seen.delete(text);
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
