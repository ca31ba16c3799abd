import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { recordedQueries } from '../../../../testing/src/recorded-queries.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { addOwnNote } from '../claims/add-own-note.ts';
import { closeIncident } from '../claims/close-incident.ts';
import { agencySweeps } from '../retention/sweep-incidents.ts';
import { findByText } from './find-by-text.ts';
import { chunksIn, type Wanted } from './sought-chunks.ts';
import { agencyTexts, findTexts } from './store.ts';

onEachEngine('finding incidents by text', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let rivera = '';
  let other = '';
  let elsewhere = '';
  before(async () => {
    world = await testWorld(engine);
    const civic = {
      name: null,
      street1: '350 Fifth Avenue',
      street2: null,
      city: 'Sandbox Springs',
      state: 'NY',
      country: 'US',
      zipCode: '10118',
    };
    const place = {
      latitude: 40.7,
      longitude: -73.9,
      uncertaintyRadius: 25,
      source: 'test',
      locatedAt: world.clock.now(),
    };
    ({ id: rivera } = await raiseOne(world.parts, {
      callerName: 'José Rivera',
      callerPhoneGiven: '+15555550123',
      sourceId: 'panel-7-event-31',
      description: 'Rear door 100%_open',
      location: { ...place, civic },
      facts: { vehicle: { plate_number: 'TST 4711' }, medical: { condition: 'Asthma' } },
    }));
    world.clock.advance(1_000);
    ({ id: other } = await raiseOne(world.parts, { callerName: 'Ada Example', callerPhoneGiven: '+15555559876' }));
    ({ id: elsewhere } = await raiseOne(world.parts, { callerName: 'José Rivera' }, { agencyId: 'harbor-city' }));
  });
  after(() => world.stop());

  const agencyId = 'sandbox-county';
  const colleague = { userId: 'user-a', name: 'Ada Example' };
  const of = (incidentId: string) => ({
    agencyId,
    incidentId,
    colleague,
    actor: { kind: 'user', id: 'user-a' } as const,
  });
  const find = async (text: string, limit = 20) =>
    (await findByText(world.parts, agencyId, { text, limit })).map(({ incident }) => incident.id);

  test('by a number in any spelling and in part, name, address, plate and ids, of the own agency alone', async () => {
    for (const text of [
      ...['+1 (555) 555-0123', '555-0123', '0123', 'tel:+15555550123'],
      ...['rivera', 'JOSE RIV', 'josé'],
      ...['350 fifth', 'sandbox springs', '10118'],
      ...['TST 4711', 'panel-7-event-31', 'event-31', '100%_open', rivera, rivera.slice(0, 13)],
    ]) {
      assert.ok((await find(text)).includes(rivera), text);
    }
    assert.deepEqual(await find('rivera'), [rivera], 'another agency has one, too');
    assert.deepEqual(await find(` ${rivera.toUpperCase()} `), [rivera], 'an id in any letters');
    assert.deepEqual(await find(rivera.slice(0, 8), 1), [other], 'the newest of those whose ids begin so');
    for (const start of [rivera.slice(0, 7), elsewhere, `${rivera}0`, `${rivera.slice(0, 13)}%`]) {
      assert.deepEqual(await find(start), [], start);
    }
    assert.deepEqual(await find('asthma'), [], 'what may be about health is not searched');
    assert.deepEqual(await find('100%xopen'), []);
    assert.deepEqual(await find('555 555'), [other, rivera], 'the newest first');
    assert.deepEqual(await find('555 555', 1), [other]);
  });

  test('with its address once, where what it was raised with states it already', async () => {
    const texts = await world.parts.database.read
      .selectFrom('search_texts')
      .select(['kind', 'text'])
      .where('incident_id', '=', rivera)
      .execute();
    assert.deepEqual(
      texts.map(({ kind }) => kind),
      ['facts'],
    );
    assert.ok(!texts[0]?.text.includes(rivera), 'its id is found by the key of the incidents');
    assert.equal(texts[0]?.text.match(/350 fifth avenue/g)?.length, 1);
  });

  test('by a word with a letter wrong, after those in which it stands as typed, and never by a similar number', async () => {
    const [found] = await findByText(world.parts, agencyId, { text: 'Riverra', limit: 20 });
    assert.deepEqual(
      [found?.incident.id, found?.isExact, found?.kind, found?.excerpt],
      [rivera, false, 'facts', 'jose rivera'],
    );
    assert.deepEqual(await find('5550124'), []);
    assert.deepEqual(await find('completely else'), []);
  });

  test('by words of notes and of what became of it, as soon as they are written', async () => {
    await addOwnNote(world.parts, { ...of(other), text: 'Gate code is "4812", dog in the yard', mentions: [] });
    const [found] = await findByText(world.parts, agencyId, { text: 'gate dog', limit: 20 });
    assert.deepEqual([found?.incident.id, found?.kind, found?.isExact], [other, 'note', true]);
    await closeIncident(world.parts, { ...of(other), outcome: 'Neighbour has the key' });
    assert.deepEqual(await find('neighbour'), [other]);
    assert.deepEqual(await find('"4812"'), [other]);
  });

  test('away from the thread that answers everybody else, where the engine would block it', async () => {
    const { query, statements } = recordedQueries(world.parts.database.read);
    const database = { ...world.parts.database, read: query };
    const found = await findByText({ database }, agencyId, { text: 'riverra', limit: 20 });
    assert.deepEqual(
      found.map(({ incident }) => incident.id),
      [rivera],
    );
    assert.ok(!statements.some(({ sql }) => sql.includes('search_texts')));
  });

  test('refuses what has no three letters or digits, and takes every sign as text', async () => {
    for (const text of ['', 'ab', '12', '-- ']) await refusedWith('invalid_request', find(text));
    for (const text of ['"rivera', "rivera' OR 1=1", 'rivera AND', 'NEAR(rivera)', 'riv*', '(((rivera'])
      await find(text);
  });

  /** Texts of one incident, newer than all others, one in each millisecond. */
  async function addTexts(count: number, textOf: (index: number) => string) {
    const { database, clock } = world.parts;
    const at = clock.now() + 1_000;
    const rows = Array.from({ length: count }, (_, index) => ({
      ...{ agency_id: agencyId, incident_id: other, kind: 'transcript', at: at + index },
      text: textOf(index),
    }));
    for (let from = 0; from < rows.length; from += 1_000) {
      await database.write(({ query }) =>
        query
          .insertInto('search_texts')
          .values(rows.slice(from, from + 1_000))
          .execute(),
      );
    }
    const remove = () =>
      database.write(({ query }) => query.deleteFrom('search_texts').where('at', '>=', at).execute());
    return { newestAt: at + count - 1, remove };
  }

  const findIn = async (query: Database['read'], wanted: Wanted, enough: { limit: number; incidents?: number }) =>
    findTexts(await agencyTexts(query, engine.name, agencyId, chunksIn(wanted)), { wanted, ...enough });

  test('behind ten thousand newer texts, by words, a part of a number, and a letter wrong, whatever signs are in it', async () => {
    const { database } = world.parts;
    const { remove } = await addTexts(10_050, (index) => `unit ${index} on its way`);
    for (const text of ['rivera', '555-0123', '350 fifth', '100%_open', 'riverra']) {
      assert.deepEqual(await find(text), [rivera], text);
    }
    // In a hundred of the newest five thousand and in older ones: more of them than that are wanted.
    const often = await findIn(database.read, { all: ['unit 99'] }, { limit: 300 });
    assert.equal(often.length, 111);
    assert.deepEqual([often[0]?.text, often.at(-1)?.text], ['unit 9999 on its way', 'unit 99 on its way']);
    assert.deepEqual(await find('way unit'), [other]);
    // As many texts as are enough for so many incidents, and no more where one incident has most of them.
    const wanted = { all: ['unit'] };
    const few = await findIn(database.read, wanted, { limit: 300, incidents: 1 });
    assert.equal(few.length, 3);
    const many = await findIn(database.read, wanted, { limit: 300, incidents: 2 });
    assert.equal(many.length, 300);
    // Of the last statement, which is of what is rarer.
    const { query, statements } = recordedQueries(database.read);
    await findIn(query, { all: ['rivera', '350'] }, { limit: 20 });
    const { sql, parameters } = statements.at(-1) ?? assert.fail();
    await database.write(async (tx) => {
      if (engine.name === 'postgres') await tx.query.executeQuery(CompiledQuery.raw('ANALYZE search_texts'));
      const explain = engine.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const plan = await tx.query.executeQuery(CompiledQuery.raw(`${explain} ${sql}`, [...parameters]));
      assert.match(JSON.stringify(plan.rows), /Bitmap Index Scan on search_index|SCAN f VIRTUAL TABLE INDEX/);
      assert.doesNotMatch(JSON.stringify(plan.rows), /Seq Scan|Index Scan Backward|SCAN t\b|TEMP B-TREE/);
    });
    for (const text of [
      '"rivera',
      "rivera' OR 1=1",
      'rivera AND',
      'NEAR(rivera)',
      'riv*',
      '(((rivera',
      'completely else',
    ])
      await find(text);
    await remove();
  });

  test('of a word in the newest texts alone all, without looking at most of the others one by one', async () => {
    const count = 11_000;
    // The last has no trigram that is known of the sample.
    const newest = [
      ['zebrafish', 130],
      ['quartzite', 290],
      ['дверь', 290],
    ] as const;
    const wordsOf = (index: number) => newest.flatMap(([word, of]) => (count - index <= of ? [word] : []));
    const { newestAt, remove } = await addTexts(count, (index) => ['crew', index, ...wordsOf(index)].join(' '));
    for (const [word, of] of newest) {
      const { query, statements } = recordedQueries(world.parts.database.read);
      const found = await findIn(query, { all: [word] }, { limit: 300 });
      assert.equal(found.length, of, word);
      assert.ok(
        found[0]?.text.startsWith(`crew ${count - 1} `) && found.at(-1)?.text.startsWith(`crew ${count - of} `),
      );
      if (engine.name === 'sqlite') continue;
      // Those that look one by one, before the last, which asks the index.
      const looks = statements.filter(({ sql }) => sql.startsWith('select "incident_id", "kind", "text" from'));
      assert.match(statements.at(-1)?.sql ?? '', / LIKE /);
      assert.ok(looks.length <= 5, `${word}: ${looks.length} statements`);
      const times = looks.flatMap(({ parameters }) => parameters.map(Number).filter((value) => value > count));
      const looked = newestAt + 1 - Math.min(...times);
      assert.ok(looked < 8_000, `${word}: ${looked} of ${count} texts`);
    }
    await remove();
  });

  test('no more once the incident is removed, and not by notes that are older than the log is kept', async () => {
    const count = async () => {
      const rows = await world.parts.database.read
        .selectFrom('search_texts')
        .select('id')
        .where('agency_id', '=', agencyId)
        .execute();
      return rows.length;
    };
    assert.ok((await count()) > 2);
    const before = world.clock.now() + 1;
    for (const { removeBatch } of agencySweeps(agencyId, () => before)) {
      for (let removed = -1; removed !== 0; ) removed = await world.parts.database.write(removeBatch, { agencyId });
    }
    assert.equal(await count(), 0);
    assert.deepEqual(await find('rivera'), []);
    assert.equal((await findByText(world.parts, 'harbor-city', { text: 'rivera', limit: 5 })).length, 1);
  });
});
