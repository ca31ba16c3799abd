import type { ChainHead } from '../types.ts';

/** What the newest records were at one moment, as a file beside the database, a log and a copy elsewhere have it. */
export interface Anchor {
  readonly audit_heads: readonly ChainHead[];
}

/** One line of an anchor file. */
export function anchorLine(heads: readonly ChainHead[]): string {
  return `${JSON.stringify({ audit_heads: heads } satisfies Anchor)}\n`;
}

function isHead(value: unknown): value is ChainHead {
  const head = value as Partial<ChainHead> | null;
  return (
    typeof head?.chain === 'string' &&
    Number.isSafeInteger(head.number) &&
    typeof head.hash === 'string' &&
    typeof head.at === 'number'
  );
}

/** The heads of a line; undefined where it is no anchor. A line of the server's log is one, too. */
function headsOf(line: string): readonly ChainHead[] | undefined {
  try {
    const { audit_heads: heads } = JSON.parse(line) as Partial<Anchor>;
    return Array.isArray(heads) && heads.every(isHead) ? heads : undefined;
  } catch {
    return undefined;
  }
}

/** What an anchor file states: of each chain the newest head; `strange` counts the lines that state nothing. */
export function readAnchors(text: string): { heads: readonly ChainHead[]; strange: number } {
  const newest = new Map<string, ChainHead>();
  let strange = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const heads = headsOf(line);
    // The last line of a machine that lost its power may be half a line.
    if (heads === undefined) strange += index === lines.length - 1 ? 0 : 1;
    for (const head of heads ?? []) {
      if (head.number >= (newest.get(head.chain)?.number ?? 0)) newest.set(head.chain, head);
    }
  }
  return { heads: [...newest.values()], strange };
}
