import type { Recording } from './messages.ts';

/** Rooms through which callbacks pass; they are no part of a path. */
export const PLUMBING: ReadonlySet<string> = new Set(['kernel', 'database', 'audit']);
/** The room that wakes readers after a commit. */
const COMMITS = 'database';

export interface Measure {
  /** Each in the order of its first entry. */
  readonly files: readonly string[];
  readonly functions: readonly string[];
  readonly rooms: readonly string[];
  /** `caller's room → function`, each once. */
  readonly returns: readonly string[];
  /** True where a reader that the commit woke wrote to a socket. */
  readonly isDelivered: boolean;
}

interface Step {
  readonly room: string;
  /** The rooms from the root, without plumbing, none twice in a row. */
  readonly path: readonly string[];
  /** The entry of the woken reader it belongs to. */
  readonly reader: number | null;
  readonly returnsFrom: string | null;
}

export const roomOf = (file: string): string => file.split('/')[0] ?? file;

function stepsOf({ entries, sites }: Recording): readonly Step[] {
  const steps: Step[] = [];
  for (const [index, { site, caller, isMadeHere }] of entries.entries()) {
    const room = roomOf(sites[site]?.file ?? '');
    const before = steps[caller];
    const came = before?.path ?? [];
    const isPlumbing = PLUMBING.has(room);
    const isReader = before?.room === COMMITS && !isPlumbing && !isMadeHere && !came.includes(room);
    const from = isReader ? [] : came;
    const isSame = isPlumbing || from.at(-1) === room;
    steps.push({
      room,
      path: isSame ? from : [...from, room],
      reader: isReader ? index : (before?.reader ?? null),
      returnsFrom: !isSame && from.includes(room) ? (from.at(-1) ?? null) : null,
    });
  }
  return steps;
}

/** The readers that wrote to a socket, and those that woke them. */
function writingReaders({ entries, writes }: Recording, steps: readonly Step[]): ReadonlySet<number> {
  const readers = new Set<number>();
  for (const write of writes) {
    let reader = steps[write]?.reader ?? null;
    while (reader !== null && !readers.has(reader)) {
      readers.add(reader);
      reader = steps[entries[reader]?.caller ?? -1]?.reader ?? null;
    }
  }
  return readers;
}

/** Counts what a request entered. */
export function measure(recording: Recording): Measure {
  const { entries, sites } = recording;
  const steps = stepsOf(recording);
  const readers = writingReaders(recording, steps);
  const found = {
    files: new Set<string>(),
    functions: new Set<string>(),
    rooms: new Set<string>(),
    returns: new Set<string>(),
  };
  for (const [index, { room, reader, returnsFrom }] of steps.entries()) {
    const site = sites[entries[index]?.site ?? -1];
    const owner = sites[site?.owner ?? -1];
    if (site === undefined || owner === undefined || (reader !== null && !readers.has(reader))) continue;
    found.files.add(site.file);
    found.rooms.add(room);
    found.functions.add(`${owner.file}:${owner.line} ${owner.name}`);
    if (returnsFrom !== null) found.returns.add(`${returnsFrom} → ${site.file}:${site.line} ${site.name}`);
  }
  return {
    files: [...found.files],
    functions: [...found.functions],
    rooms: [...found.rooms],
    returns: [...found.returns],
    isDelivered: readers.size > 0,
  };
}

/** What more than half of the measures of one request have, in the order of the one that has the most of it. */
export function inMost(measures: readonly Measure[]): Measure {
  function most(listOf: (measure: Measure) => readonly string[]): readonly string[] {
    const lists = measures.map(listOf);
    const isInMost = (item: string) => lists.filter((list) => list.includes(item)).length > lists.length / 2;
    const kept = lists.map((list) => list.filter(isInMost)).sort((left, right) => right.length - left.length);
    return [...new Set(kept.flat())];
  }
  return {
    files: most(({ files }) => files),
    functions: most(({ functions }) => functions),
    rooms: most(({ rooms }) => rooms),
    returns: most(({ returns }) => returns),
    isDelivered: measures.some(({ isDelivered }) => isDelivered),
  };
}
