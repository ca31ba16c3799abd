import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { recordedQueries } from '../../../../testing/src/recorded-queries.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { prepareSearch } from './prepare-search.ts';

onEachEngine('a search that is prepared', (engine) => {
  test('has asked for the newest texts and by the index of trigrams, and is left out where the database is closed', async () => {
    const world = await testWorld(engine);
    const { query, statements } = recordedQueries(world.parts.database.readApart);
    await prepareSearch({ database: { ...world.parts.database, readApart: query } });
    const index = engine.name === 'sqlite' ? /MATCH/ : /LIKE/;
    assert.ok(statements.some(({ sql }) => /AS newest/.test(sql)));
    assert.match(statements.at(-1)?.sql ?? '', index);
    await world.stop();
    await prepareSearch(world.parts);
  });
});
