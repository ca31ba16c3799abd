import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { eventsAfter } from '../../incidents/events/store.ts';
import { migration } from './0070-events-by-arrival.ts';

onEachEngine('a log of before events stood in the order of their arrival', (engine) => {
  test('has every event under its number, in the version it was written in', async (t) => {
    const fresh = await engine.open();
    t.after(() => fresh.close());
    const write = (sql: string) => fresh.write(({ query }) => query.executeQuery(CompiledQuery.raw(sql)));
    await write("INSERT INTO agencies (id, name, created_at, last_event_seq) VALUES ('county', 'County', 1, 3)");
    const note = (id: string) => JSON.stringify({ id, note: { text: 'Smoke', author: null } });
    for (const [seq, version] of [
      [2, 2],
      [1, 1],
      [3, 2],
    ]) {
      await write(`INSERT INTO events (agency_id, seq, incident_id, type, at, body, body_version)
        VALUES ('county', ${seq}, 'i', 'note.added', ${seq}, '${note(`e${seq}`)}', ${version})`);
    }
    await fresh.write(({ query }) => migration(engine.name).up(query));
    // What later migrations add to the table.
    if (engine.name === 'sqlite') {
      for (const column of ['traceparent text', 'tracestate text', 'packed blob']) {
        await write(`ALTER TABLE events ADD COLUMN ${column}`);
      }
    }
    const events = await eventsAfter(fresh.read, 'county', 1, 10);
    assert.deepEqual(
      events.map(({ seq, body }) => [seq, body]),
      [
        [2, { id: 'e2', note: { text: 'Smoke', author: null } }],
        [3, { id: 'e3', note: { text: 'Smoke', author: null } }],
      ],
    );
    await assert.rejects(
      fresh.write(({ query }) =>
        query.executeQuery(
          CompiledQuery.raw(`INSERT INTO events (agency_id, seq, incident_id, type, at, body)
            VALUES ('county', 3, 'i', 'note.added', 3, '{}')`),
        ),
      ),
    );
  });
});
