/** Every term of `all` is in the text, or one of `any`. Each is three letters long at least. */
export interface Wanted {
  readonly all?: readonly string[];
  readonly any?: readonly string[];
}

/** What an index of trigrams is asked for, of which what is wanted is a part: all of these and, where there are groups, all of one of them. */
export interface Sought {
  readonly all: readonly string[];
  readonly any: readonly (readonly string[])[];
}

/** So many of the texts that were looked at have these of the chunks, and no other. */
export interface Looked {
  readonly has: ReadonlySet<string>;
  readonly texts: number;
}

/** Some texts, and the chunks that were looked for in them. */
export interface Sample {
  readonly chunks: readonly string[];
  readonly looked: readonly Looked[];
}

/** Both engines index these alike, whatever their locale. */
const CHUNK = /[a-z0-9]{3}/y;
/** Of a long term the first are enough. */
const CHUNKS_OF_TERM = 12;
const CHUNKS_AT_MOST = 48;
const SOUGHT_AT_MOST = 5;
/** What was in none of the texts that were looked at is in some, taken as half a text of those. */
const UNSEEN = 0.5;

function chunksOf(term: string): string[] {
  const chunks = new Set<string>();
  for (let at = 0; at < term.length && chunks.size < CHUNKS_OF_TERM; at += 1) {
    CHUNK.lastIndex = at;
    const [chunk] = CHUNK.exec(term) ?? [];
    if (chunk !== undefined) chunks.add(chunk);
  }
  return [...chunks];
}

/** Three letters or digits in a row of what is wanted, by which it may be looked for. */
export function chunksIn({ all = [], any = [] }: Wanted): readonly string[] {
  return [...new Set([...all, ...any].flatMap(chunksOf))].slice(0, CHUNKS_AT_MOST);
}

const countOf = (looked: readonly Looked[]) => looked.reduce((sum, { texts }) => sum + texts, 0);
const havingAll =
  (chunks: readonly string[]) =>
  ({ has }: Looked) =>
    chunks.every((chunk) => has.has(chunk));
const having = (looked: readonly Looked[], chunks: readonly string[]) => looked.filter(havingAll(chunks));
const havingAny = (looked: readonly Looked[], groups: readonly (readonly string[])[]) =>
  looked.filter((each) => groups.some((chunks) => havingAll(chunks)(each)));
const knownOf = (known: readonly string[]) => (term: string) => chunksOf(term).filter((chunk) => known.includes(chunk));

/**
 * The chunks by which what is wanted costs least to find, by some texts that were looked at: the index reads a list for each chunk,
 * as long as there are texts that have it, and then fetches the texts that have them all. Fetching one costs `fetched` times as much as
 * reading its place in a list.
 */
export function soughtIn({ all = [], any = [] }: Wanted, { chunks: known, looked }: Sample, fetched: number): Sought {
  const sought = cheapest(all.flatMap(knownOf(known)), looked, fetched);
  const groups = any.map((term) => {
    const chunks = cheapest(knownOf(known)(term), looked, fetched);
    return chunks.length > 0 ? chunks : [term];
  });
  if (sought.length === 0) return { all, any: groups };
  const left = having(looked, sought);
  const leftWithAny = havingAny(left, groups);
  const read = groups.flat().reduce((sum, chunk) => sum + countOf(having(looked, [chunk])), 0);
  return { all: sought, any: read < fetched * (countOf(left) - countOf(leftWithAny)) ? groups : [] };
}

/** In how many of the texts that were looked at what is wanted may stand: those that have its chunks. */
export function likelyIn({ all = [], any = [] }: Wanted, { chunks, looked }: Sample): number {
  const left = having(looked, all.flatMap(knownOf(chunks)));
  return countOf(any.length === 0 ? left : havingAny(left, any.map(knownOf(chunks))));
}

/** One after the other whichever leaves least to be fetched, as long as that saves more than its list costs. */
function cheapest(chunks: readonly string[], looked: readonly Looked[], fetched: number): string[] {
  const lists = new Map(chunks.map((chunk) => [chunk, countOf(having(looked, [chunk]))]));
  const sought: string[] = [];
  let left = looked;
  while (sought.length < SOUGHT_AT_MOST) {
    const costs = [...lists].map(([chunk, list]) => {
      const rest = having(left, [chunk]);
      return { chunk, rest, cost: list + fetched * Math.max(UNSEEN, countOf(rest)) };
    });
    const [best] = costs.sort((one, other) => one.cost - other.cost);
    const isDearer = best !== undefined && sought.length > 0 && best.cost >= fetched * countOf(left);
    if (best === undefined || isDearer) return sought;
    sought.push(best.chunk);
    lists.delete(best.chunk);
    left = best.rest;
  }
  return sought;
}
