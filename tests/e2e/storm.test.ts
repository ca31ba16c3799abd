import { describe, test } from 'node:test';
import { stormOnFile } from './storm-embedded.ts';
import { stormOnPostgres } from './storm-postgres.ts';

describe('a storm: nothing ends unasked, is lost, doubled, or good after its end', { concurrency: true }, () => {
  test('two servers and their PostgreSQL: kills, cut and silent paths, a wrong clock, a full disk and a locked row', (t) =>
    stormOnPostgres(t));

  test('a server on SQLite through the same: kills, a wrong clock, a full disk and a locked file', (t) =>
    stormOnFile(t));
});
