import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCircles } from '../../tools/walks/circles.ts';
import { findBodyCasts, findNamed, findSharedTables, findTouched } from '../../tools/walks/couplings.ts';
import { instrument, type Site } from '../../tools/walks/instrument.ts';
import { inMost, measure } from '../../tools/walks/measure.ts';

/** A recording in which each call is `[file, caller]`, and `made` are the callbacks that were made in the walk. */
function recorded(calls: readonly (readonly [string, number])[], made: readonly number[] = [], writes: number[] = []) {
  return {
    entries: calls.map(([, caller], site) => ({ site, caller, isMadeHere: made.includes(site) })),
    sites: calls.map(([file], owner) => ({ file, line: 1, name: `f${owner}`, owner })),
    writes,
  };
}

const source = (file: string, text: string, imports: readonly string[] = []) => ({ file, text, imports });

test('a room that is called again from another room is a return, and plumbing in between is none', () => {
  const calls = [
    ['http/a.ts', -1],
    ['dialects/b.ts', 0],
    ['database/c.ts', 1],
    ['dialects/d.ts', 2],
    ['people/e.ts', 3],
    ['dialects/f.ts', 4],
    ['dialects/g.ts', 5],
  ] as const;
  const { returns, rooms } = measure(recorded(calls));
  assert.deepEqual(returns, ['people → dialects/f.ts:1 f5']);
  assert.deepEqual(rooms, ['http', 'dialects', 'database', 'people']);
});

test('of the readers that a commit wakes only one that writes to a socket is counted, on a path of its own', () => {
  const calls = [
    ['dialects/a.ts', -1],
    ['database/b.ts', 0],
    ['delivery/c.ts', 1],
    ['dialects/d.ts', 2],
    ['mail/e.ts', 1],
  ] as const;
  const { files, returns, isDelivered } = measure(recorded(calls, [], [3]));
  assert.deepEqual(files, ['dialects/a.ts', 'database/b.ts', 'delivery/c.ts', 'dialects/d.ts']);
  assert.deepEqual(returns, []);
  assert.equal(isDelivered, true);
});

test('a callback that the walk made is no reader', () => {
  const calls = [
    ['dialects/a.ts', -1],
    ['database/b.ts', 0],
    ['incidents/c.ts', 1],
  ] as const;
  assert.deepEqual(measure(recorded(calls, [2])).files, ['dialects/a.ts', 'database/b.ts', 'incidents/c.ts']);
});

test('what most of the walks of one request enter counts, in the order of a whole one', () => {
  const walks = [['a/1.ts'], ['b/0.ts', 'a/1.ts', 'c/2.ts'], ['a/1.ts', 'c/2.ts']];
  const measures = walks.map((files) => measure(recorded(files.map((file) => [file, -1]))));
  assert.deepEqual(inMost(measures).rooms, ['a', 'c']);
});

test('every function is recorded, and the module does what it did', async () => {
  const sites: Site[] = [];
  const text = [
    'class Base { constructor(given: number) { this.one = given; } one: number; }',
    'export class Sum extends Base {',
    '  #two = 2;',
    '  constructor() { super(1); }',
    '  get two(): number { return this.#two; }',
    '  async sum(...more: number[]): Promise<number> { return [this.one, this.two, ...more].reduce((a, b) => a + b); }',
    '  *each() { yield* [this.one].map((one) => ({ one })); }',
    '}',
  ].join('\n');
  const entered: number[] = [];
  const walks = {
    current: () => undefined,
    enter: <T>(site: number, body: () => T): T => {
      entered.push(site);
      return body();
    },
  };
  Object.assign(globalThis, { walks });
  const module = instrument('room/sum.ts', text, sites);
  const { Sum } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
  const sum = new Sum();
  assert.equal(await sum.sum(3), 6);
  assert.deepEqual([...sum.each()], [{ one: 1 }]);
  assert.deepEqual([...new Set(entered)].map((site) => sites[site]?.name).sort(), [
    'callback in each',
    'callback in sum',
    'constructor',
    'constructor',
    'each',
    'sum',
    'two',
  ]);
  assert.equal(sites.find(({ name }) => name === 'sum')?.line, 6);
});

test('what couples files is found', () => {
  const files = [
    source('a/one/x.ts', "query.insertInto('t')", ['a/two/y.ts', 'b/z.ts']),
    source('a/two/y.ts', "event.body['x']; request.body as Y; row.body.z as Z; query.deleteFrom('t')", ['a/one/x.ts']),
    source('b/z.ts', '', ['a/two/y.ts', 'dialects/eido/v.ts']),
    source('dialects/eido/v.ts', '', ['dialects/eido/w.ts']),
  ];
  assert.deepEqual(findCircles(files), { rooms: [['a', 'b']], folders: [['a/one', 'a/two']] });
  assert.deepEqual([...findTouched(files)], [['eido', ['b/z.ts']]]);
  assert.deepEqual(findBodyCasts(files), ['a/two/y.ts:1', 'a/two/y.ts:1']);
  assert.deepEqual([...findSharedTables(files)], [['t', ['a/one/x.ts', 'a/two/y.ts']]]);
});

test('a comment is no cast and names no dialect, and the commands are no part of the server', () => {
  const files = [
    source(
      'incidents/events/x.ts',
      "/** The body as it was. */\n// as 'eido' does\nconst url = 'http://eido';\nevent.body as X",
    ),
    source('people/y.ts', "speaks === 'eido' // 'eido'"),
    source('cli/z.ts', "words: ['contract', 'eido']"),
    source('dialects/eido/dialect.ts', "name: 'eido'"),
  ];
  assert.deepEqual(findBodyCasts(files), ['incidents/events/x.ts:4']);
  assert.deepEqual([...findNamed(files, ['eido'])], [['eido', ['people/y.ts']]]);
});
