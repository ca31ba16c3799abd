import { dirname } from 'node:path';
import { roomOf } from './measure.ts';
import type { SourceFile } from './source-tree.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function graphOf(files: readonly SourceFile[], folderOf: (file: string) => string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of files) {
    const from = folderOf(file);
    const to = graph.get(from) ?? new Set<string>();
    graph.set(from, to);
    for (const imported of imports) if (folderOf(imported) !== from) to.add(folderOf(imported));
  }
  return graph;
}

function reachedFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const next of graph.get(node) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return reached;
}

/** The largest groups in which each folder reaches each other one by imports. */
function circlesOf(graph: Graph): readonly (readonly string[])[] {
  const reached = new Map([...graph.keys()].map((node) => [node, reachedFrom(graph, node)]));
  const grouped = new Set<string>();
  const circles: string[][] = [];
  for (const [node, from] of reached) {
    if (grouped.has(node) || !from.has(node)) continue;
    const circle = [...from].filter((other) => reached.get(other)?.has(node)).sort();
    for (const one of circle) grouped.add(one);
    circles.push(circle);
  }
  return circles;
}

export interface Circles {
  /** Each by its rooms. */
  readonly rooms: readonly (readonly string[])[];
  /** Each by its folders, all of one room. */
  readonly folders: readonly (readonly string[])[];
}

/** The circles of imports, those of types included, among rooms, and among the folders of each room. */
export function findCircles(files: readonly SourceFile[]): Circles {
  const folders = [...Map.groupBy(files, ({ file }) => roomOf(file))].flatMap(([room, within]) => {
    const own = within.map((one) => ({ ...one, imports: one.imports.filter((file) => roomOf(file) === room) }));
    return circlesOf(graphOf(own, dirname));
  });
  return { rooms: circlesOf(graphOf(files, roomOf)), folders };
}
