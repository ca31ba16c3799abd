import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findCircles } from './walks/circles.ts';
import { findBodyCasts, findNamed, findSharedTables, findTouched } from './walks/couplings.ts';
import type { Measure } from './walks/measure.ts';
import { measureRequests } from './walks/requests.ts';
import { startRecordedServer } from './walks/server.ts';
import { readSource } from './walks/source-tree.ts';

/**
 * Prints, as Markdown, how far a reader has to walk through the gateway's source: `npm run walks`, with `--details` the
 * lists behind the numbers, with `--root DIR` those of another checkout (where `npm ci` has run).
 *
 * **A walk** is what a running sandbox enters of `packages/gateway/src` in the asynchronous context of one request, from
 * Node's `request` event until 300 ms after its answer arrived, and the frame or webhook that it causes; the receiver does
 * not answer the webhook before the count ends. Background loops have no part in it, since they do not run in that context.
 * Of the readers that the commit wakes, those are counted that then write to a socket. The server has run for twelve seconds
 * and is otherwise idle. Each request is made once, and then five times to be counted; what most of the five entered
 * counts, because a loop's turn that falls into a request may do some of its work, or have it do some of the loop's.
 *
 * **Function**: a declaration, method, accessor, constructor, or a function expression that is assigned to a name. A callback
 * without a name belongs to the function it is written in. Each counts once, however often it is entered.
 *
 * **File**: one in which a function is entered. **Room**: its first folder.
 *
 * **Return**: on the path of calls from the request to a function, its room stands a second time, with another room in
 * between. Each pair of calling room and function counts once. `kernel`, `database` and `audit` are no part of a path, because
 * callbacks pass through them; whatever they call back is called by the room before. A reader that the commit wakes begins a
 * path of its own: a function in a room that is not on the path, called by `database`, other than a callback made in this
 * walk.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { details: { type: 'boolean' }, root: { type: 'string' } } });
  const root = realpathSync(values.root ?? join(import.meta.dirname, '..'));
  const server = await startRecordedServer(root);
  const walks = await measureRequests(server).finally(() => server.stop());
  const lines = [...walkTable(walks), '', ...treeTable(root, values.details === true)];
  if (values.details === true) lines.push('', ...walkDetails(walks));
  process.stdout.write(`${lines.join('\n')}\n`);
}

const DEFINITION =
  'Counted is what one request enters of `packages/gateway/src` on a warm, idle sandbox, with the delivery it causes (each five times, what most of them enter); ' +
  'a callback without a name belongs to the function it is written in; a return is a call on whose path from the request ' +
  'the room stands twice with another room in between (`kernel`, `database` and `audit` left out).';

function walkTable(walks: ReadonlyMap<string, Measure>): string[] {
  return [
    '| Request | Files entered | Functions entered | Rooms, in the order of first entry | Returns to a room left before |',
    '| --- | --- | --- | --- | --- |',
    ...[...walks].map(
      ([title, { files, functions, rooms, returns }]) =>
        `| ${title} | ${files.length} | ${functions.length} | ${rooms.join(', ')} | ${returns.length} |`,
    ),
    '',
    DEFINITION,
  ];
}

function walkDetails(walks: ReadonlyMap<string, Measure>): string[] {
  return [...walks].flatMap(([title, { files, functions, returns }]) => [
    `## ${title}`,
    '',
    ...listed('Returns', returns),
    ...listed('Files', files),
    ...listed('Functions', functions),
  ]);
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}:`, '', ...items.map((item) => `- ${item}`), ''];
}

function treeTable(root: string, isDetailed: boolean): string[] {
  const files = readSource(root);
  const touched = findTouched(files);
  const named = findNamed(files, touched.keys());
  const circles = findCircles(files);
  const casts = findBodyCasts(files);
  const tables = findSharedTables(files);
  const rows: (readonly [string, readonly string[]])[] = [
    ...[...touched].map(([dialect, of]) => [`Files outside \`dialects/${dialect}/\` that import from it`, of] as const),
    ...[...named].map(
      ([dialect, of]) => [`Files of the server outside \`dialects/${dialect}/\` that name \`${dialect}\``, of] as const,
    ),
    ['Circles of imports among rooms', circles.rooms.map((circle) => circle.join(', '))],
    ['Circles of imports among the folders of one room', circles.folders.map((circle) => circle.join(', '))],
    ['Folders in those circles', circles.folders.flat()],
    ["Reads of an event's body by `body['…']`, and casts of it", casts],
    ['Tables written by more than one file', [...tables].map(([table, of]) => `${table}: ${of.join(', ')}`)],
  ];
  return [
    '| In `packages/gateway/src`, tests left out | Count |',
    '| --- | --- |',
    ...rows.map(([title, found]) => `| ${title} | ${found.length} |`),
    '',
    ...(isDetailed ? rows.flatMap(([title, found]) => listed(title, found)) : []),
  ];
}

await main();
