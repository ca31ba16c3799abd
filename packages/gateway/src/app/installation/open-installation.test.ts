import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { runInProcess } from '../../../../testing/src/command-line.ts';
import { runCommand } from '../../../../testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../../../testing/src/postgres.ts';
import { loadConfig } from '../../config/load-config.ts';
import { onOwnConnection } from '../../database/engines/postgres/engine.ts';
import { kyselyOn } from '../../database/engines/sqlite/connection.ts';
import { migration } from '../../database/migrations/0024-sealed-keys.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { silentLog } from '../../kernel/log.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { type Installation, openInstallation } from './open-installation.ts';

const top = mkdtempSync(join(tmpdir(), 'sallyport-installation-'));
after(() => rmSync(top, { recursive: true, force: true }));
let folders = 0;
const newPlace = () => {
  folders += 1;
  return join(top, String(folders));
};
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

interface How {
  readonly mayCreate?: boolean;
  readonly demo?: boolean;
  readonly databaseUrl?: string;
  readonly secretsKey?: string;
}

async function open(dataDir: string, how: How = {}): Promise<{ installation: Installation; warnings: string[] }> {
  const { mayCreate = true, demo = false, databaseUrl = null, secretsKey = null } = how;
  const warnings: string[] = [];
  const config = { ...loadConfig({}, {}), dataDir, demo, databaseUrl, secretsKey };
  const random = createSystemRandom();
  const warn = (sentence: string) => void warnings.push(sentence);
  return { installation: await openInstallation({ config, mayCreate, random, log: silentLog, warn }), warnings };
}

async function begin(dataDir: string, how: How = {}): Promise<string[]> {
  const { installation, warnings } = await open(dataDir, how);
  await installation.database.close();
  return warnings;
}

async function refused(states: RegExp, dataDir: string, how: How = {}): Promise<void> {
  await assert.rejects(begin(dataDir, how), (err: Error) => {
    assert.ok(err instanceof InstallationError, err.stack);
    assert.match(err.message, states);
    return true;
  });
}

describe('a new installation', () => {
  test('has a folder and files that no other user may open, whatever the umask', async () => {
    const dataDir = newPlace();
    const umask = process.umask(0);
    try {
      const { installation, warnings } = await open(dataDir);
      assert.deepEqual(warnings, []);
      assert.equal(modeOf(dataDir), '700');
      const files = readdirSync(dataDir).sort();
      assert.deepEqual(
        files,
        ['db', 'db-shm', 'db-wal', 'id', 'key', 'lock'].map((end) => `sallyport.${end}`),
      );
      for (const file of files) assert.equal(modeOf(join(dataDir, file)), '600', file);
      await installation.database.close();
    } finally {
      process.umask(umask);
    }
  });

  test('that is open to others is closed, each thing with a warning', async () => {
    const dataDir = newPlace();
    await begin(dataDir);
    for (const [file, mode] of [
      ['sallyport.db', 0o644],
      ['sallyport.key', 0o640],
      ['.', 0o755],
    ] as const) {
      chmodSync(join(dataDir, file), mode);
    }
    const warnings = await begin(dataDir);
    assert.equal(warnings.length, 3, warnings.join('\n'));
    for (const warning of warnings) assert.match(warning, /Other users of this machine could (read|enter)/);
    assert.equal(modeOf(dataDir), '700');
    for (const file of readdirSync(dataDir)) assert.equal(modeOf(join(dataDir, file)), '600', file);
    assert.deepEqual(await begin(dataDir), []);
  });

  test('is not made in a folder that others share, and the folder is left as it is', async () => {
    const dataDir = newPlace();
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o1777);
    await refused(/must be a folder of its own/, dataDir);
    assert.equal(modeOf(dataDir), '777');
    assert.deepEqual(readdirSync(dataDir), []);
  });

  test('of processes that start together is one, with one key', async () => {
    const dataDir = newPlace();
    const setUp = (name: string) =>
      runCommand([
        'setup',
        '--email',
        `${name}@center.test`,
        '--first-name',
        'Op',
        '--last-name',
        name,
        '--data-dir',
        dataDir,
      ]);
    const ended = await Promise.all(['a', 'b', 'c'].map(setUp));
    for (const { code, output } of ended) assert.equal(code, 0, output);
    const connection = new DatabaseSync(join(dataDir, 'sallyport.db'));
    assert.equal(connection.prepare('SELECT * FROM users').all().length, 3);
    connection.close();
    assert.deepEqual(readdirSync(dataDir).sort(), [
      'sallyport.anchors',
      'sallyport.db',
      'sallyport.id',
      'sallyport.key',
      'sallyport.lock',
    ]);
  });

  test("the operator's key comes before the folder's, which still opens", async () => {
    const dataDir = newPlace();
    await begin(dataDir);
    const own = readFileSync(join(dataDir, 'sallyport.key'), 'utf8').trim();
    const secretsKey = Buffer.alloc(32, 5).toString('base64');
    const { installation } = await open(dataDir, { secretsKey });
    assert.deepEqual(installation.sealingKeys, [secretsKey, own]);
    await installation.database.close();
    const elsewhere = newPlace();
    await begin(elsewhere, { secretsKey });
    assert.ok(!existsSync(join(elsewhere, 'sallyport.key')));
  });

  for (const content of ['', 'short', Buffer.alloc(31).toString('base64')]) {
    test(`a key file that holds ${JSON.stringify(content)} is refused`, async () => {
      const dataDir = newPlace();
      await begin(dataDir);
      writeFileSync(join(dataDir, 'sallyport.key'), content);
      await refused(/sallyport\.key must hold 32 bytes in base64/, dataDir);
    });
  }
});

describe('a command that creates nothing', () => {
  test('refuses a folder that is not there, and does not make it', async () => {
    const dataDir = newPlace();
    await refused(/has no Sallyport database\. Check --data-dir/, dataDir, { mayCreate: false });
    assert.ok(!existsSync(dataDir));
  });

  test('refuses an empty folder, and leaves it empty', async () => {
    const dataDir = newPlace();
    mkdirSync(dataDir, { mode: 0o700 });
    await refused(/has no Sallyport database/, dataDir, { mayCreate: false });
    assert.deepEqual(readdirSync(dataDir), []);
  });

  test('works on a sandbox and on an installation alike', async () => {
    for (const demo of [true, false]) {
      const dataDir = newPlace();
      await begin(dataDir, { demo });
      await begin(dataDir, { mayCreate: false });
    }
  });
});

describe('the mark of a sandbox', () => {
  test('keeps a server without --demo from its published passwords, and --demo from an installation', async () => {
    const [sandbox, real] = [newPlace(), newPlace()];
    await begin(sandbox, { demo: true });
    await begin(real);
    await refused(/is a sandbox, whose passwords are published/, sandbox);
    await refused(/would add published passwords/, real, { demo: true });
    await begin(sandbox, { demo: true });
    await begin(real);
  });

  test('is on a sandbox that was begun before there was a mark', async () => {
    const [sandbox, real] = [newPlace(), newPlace()];
    for (const [dataDir, email] of [
      [sandbox, 'operator@sallyport.test'],
      [real, 'op@center.test'],
    ] as const) {
      await begin(dataDir);
      rmSync(join(dataDir, 'sallyport.id'));
      await markAnew(join(dataDir, 'sallyport.db'), email);
    }
    await refused(/is a sandbox/, sandbox);
    await refused(/would add published passwords/, real, { demo: true });
    await begin(sandbox, { demo: true });
    await begin(real);
  });

  test('decides the default folder: the sandbox and an installation have each their own', () => {
    assert.equal(loadConfig({}, {}).dataDir, 'data');
    assert.equal(loadConfig({ demo: 'true' }, {}).dataDir, 'data-sandbox');
    assert.equal(loadConfig({}, { SALLYPORT_DEMO: '1' }).dataDir, 'data-sandbox');
    assert.equal(loadConfig({ demo: 'true', dataDir: 'here' }, {}).dataDir, 'here');
    assert.equal(loadConfig({ demo: 'true' }, { SALLYPORT_DATA_DIR: 'there' }).dataDir, 'there');
  });
});

/** Takes the schema back to where installations were not marked, adds one operator, and migrates it again. */
async function markAnew(path: string, email: string): Promise<void> {
  const connection = new DatabaseSync(path);
  connection.exec(`
    DROP TABLE installation;
    DROP INDEX one_current_signing_key; DROP INDEX one_next_signing_key;
    ALTER TABLE signing_keys DROP COLUMN sealed_under;
    CREATE UNIQUE INDEX one_current_signing_key ON signing_keys (state) WHERE state = 'current';
    CREATE UNIQUE INDEX one_next_signing_key ON signing_keys (state) WHERE state = 'next';
    INSERT INTO users (id, agency_id, email, first_name, last_name, role, created_at)
      VALUES ('u', NULL, '${email}', 'Op', 'Erator', 'operator', 1)`);
  await migration('sqlite').up(kyselyOn(connection));
  connection.close();
}

describe('a database file', () => {
  let whole: string;
  before(async () => {
    whole = newPlace();
    await begin(whole);
  });
  /** A folder as the whole one, in which one thing is then broken. */
  const copy = () => {
    const dataDir = newPlace();
    mkdirSync(dataDir, { mode: 0o700 });
    for (const file of readdirSync(whole)) copyFileSync(join(whole, file), join(dataDir, file));
    return { dataDir, file: join(dataDir, 'sallyport.db') };
  };

  test('that is whole is opened', async () => {
    await begin(copy().dataDir);
  });

  test('that is missing beside its id is not made anew', async () => {
    const { dataDir, file } = copy();
    rmSync(file);
    for (const mayCreate of [true, false]) await refused(/is missing, and .*Restore it/, dataDir, { mayCreate });
    assert.ok(!existsSync(file));
  });

  const FAULTS: readonly [string, RegExp, (file: string) => void][] = [
    ['has no bytes', /is empty\. Restore/, (file) => truncateSync(file, 0)],
    ['is cut within its header', /is not an SQLite database\. Restore/, (file) => truncateSync(file, 60)],
    ['is cut at a page', /is cut: it has 8192 bytes of \d+\. Restore/, (file) => truncateSync(file, 8_192)],
    ['is cut within a page', /is cut: /, (file) => truncateSync(file, statSync(file).size - 1_000)],
    ['is text', /is not an SQLite database/, (file) => writeFileSync(file, 'hello '.repeat(1_000))],
    [
      'has its pages overwritten',
      /is damaged/,
      (file) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(0xaa, 4_096 * 2, 4_096 * 20));
      },
    ],
    [
      'is the database of another program',
      /is the database of another program/,
      (file) => {
        rmSync(file);
        const other = new DatabaseSync(file);
        other.exec('CREATE TABLE notes (id integer)');
        other.close();
      },
    ],
    [
      'lost its log before anything of it was copied into it',
      /has no tables: what was written to its sallyport\.db-wal is missing/,
      (file) => {
        rmSync(file);
        const other = new DatabaseSync(file);
        other.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (id integer)');
        const header = readFileSync(file);
        other.close();
        writeFileSync(file, header);
      },
    ],
  ];
  for (const [what, states, damage] of FAULTS) {
    test(`that ${what} is refused by every command, and left as it is`, async () => {
      const { dataDir, file } = copy();
      damage(file);
      const bytes = readFileSync(file);
      for (const mayCreate of [true, false]) await refused(states, dataDir, { mayCreate });
      const { code, output } = await runInProcess(['migrate', '--data-dir', dataDir]);
      assert.equal(code, 3, output);
      assert.match(output, states);
      assert.deepEqual(readFileSync(file), bytes);
    });
  }

  const NO_FILES: readonly [string, RegExp, (file: string) => void][] = [
    ['is a folder', /is not a file\. Restore/, (file) => mkdirSync(file)],
    [
      'is a link to a disk that is not mounted',
      /is a link to a file that is not there/,
      (file) => symlinkSync('/nowhere/db', file),
    ],
    [
      'left its log alone behind',
      /is missing, and .*-wal states/,
      (file) => writeFileSync(`${file}-wal`, 'a log', { mode: 0o600 }),
    ],
  ];
  for (const [what, states, put] of NO_FILES) {
    test(`that ${what} is refused, and none is made`, async () => {
      const dataDir = newPlace();
      mkdirSync(dataDir, { mode: 0o700 });
      put(join(dataDir, 'sallyport.db'));
      const found = readdirSync(dataDir);
      for (const mayCreate of [true, false]) await refused(states, dataDir, { mayCreate });
      assert.deepEqual(readdirSync(dataDir), found);
    });
  }

  test('is needed to add a map, so that none is copied into another folder', async () => {
    const dataDir = newPlace();
    mkdirSync(dataDir, { mode: 0o700 });
    for (const words of [['add', import.meta.filename], ['list'], ['remove', 'x.pmtiles']]) {
      const { code, output } = await runInProcess(['map', ...words, '--data-dir', dataDir]);
      assert.equal(code, 3, output);
      assert.match(output, /has no Sallyport installation/);
    }
    assert.deepEqual(readdirSync(dataDir), []);
  });

  test('of another installation is refused, and taken where its folder has no id', async () => {
    const { dataDir, file } = copy();
    const other = newPlace();
    await begin(other);
    copyFileSync(join(other, 'sallyport.db'), file);
    for (const mayCreate of [true, false]) await refused(/is of another installation/, dataDir, { mayCreate });
    rmSync(join(dataDir, 'sallyport.id'));
    await begin(dataDir);
    assert.equal(
      readFileSync(join(dataDir, 'sallyport.id'), 'utf8'),
      readFileSync(join(other, 'sallyport.id'), 'utf8'),
    );
  });
});

describe('an installation on PostgreSQL', () => {
  let postgres: TestPostgres;
  before(async () => {
    postgres = await testPostgres();
  });
  after(() => postgres.stop());

  test('is begun by serve and setup alone, and its key lies in the data folder', async () => {
    const databaseUrl = await postgres.newDatabase();
    const dataDir = newPlace();
    await refused(/--database-url has no Sallyport database/, dataDir, { databaseUrl, mayCreate: false });
    assert.match((await begin(dataDir, { databaseUrl })).join('\n'), /^Webhook secrets .* SALLYPORT_SECRETS_KEY/);
    assert.deepEqual(readdirSync(dataDir), ['sallyport.key']);
    assert.equal(modeOf(dataDir), '700');
    assert.equal(modeOf(join(dataDir, 'sallyport.key')), '600');
    const elsewhere = newPlace();
    await begin(elsewhere, { databaseUrl, mayCreate: false });
    assert.ok(!existsSync(elsewhere), 'a command makes no folder');
  });

  test('is not begun among the tables of another program, which stay alone', async () => {
    const databaseUrl = await postgres.newDatabase();
    const run = (text: string) =>
      onOwnConnection(databaseUrl, { log: silentLog }, (query) => query.executeQuery(CompiledQuery.raw(text)));
    await run('CREATE TABLE orders (id integer)');
    await refused(/has a table orders of another program/, newPlace(), { databaseUrl });
    const { code, output } = await runInProcess(['migrate', '--database-url', databaseUrl, '--data-dir', newPlace()]);
    assert.equal(code, 3, output);
    const { rows } = await run(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    assert.deepEqual(rows, [{ relname: 'orders' }]);
  });

  test('that has a key of all its servers warns of nothing', async () => {
    const databaseUrl = await postgres.newDatabase();
    const secretsKey = randomBytes(32).toString('base64');
    assert.deepEqual(await begin(newPlace(), { databaseUrl, secretsKey }), []);
  });

  test('is a sandbox or is not', async () => {
    const [sandbox, real] = [await postgres.newDatabase(), await postgres.newDatabase()];
    const dataDir = newPlace();
    await begin(dataDir, { databaseUrl: sandbox, demo: true });
    await begin(dataDir, { databaseUrl: real });
    await refused(/is a sandbox/, dataDir, { databaseUrl: sandbox });
    await refused(/would add published passwords/, dataDir, { databaseUrl: real, demo: true });
  });
});
