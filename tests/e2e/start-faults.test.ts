import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';
import pg from 'pg';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { serverProgram } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';

const NOBODY = 65_534;
const top = mkdtempSync(join(tmpdir(), 'sallyport-faults-'));
chmodSync(top, 0o755);
after(() => rmSync(top, { recursive: true, force: true }));
let folders = 0;
const newPlace = () => {
  folders += 1;
  return join(top, String(folders));
};

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Starts the server as it is started for real, where it must end by itself. */
async function start(args: readonly string[], { isNobody = false } = {}): Promise<Ended> {
  const withFolder = args.includes('--data-dir') ? args : [...args, '--data-dir', newPlace()];
  const child = spawn(process.execPath, [serverProgram(), 'serve', '--port', '0', ...withFolder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: top,
    ...(isNobody && process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

/** One sentence or two with what to do, on one line, and nothing of the code. */
function refused({ code, stderr }: Ended, expected: number, states: RegExp): void {
  assert.match(stderr, states);
  assert.equal(code, expected, stderr);
  assert.doesNotMatch(stderr, /\n\s+at |node_modules|hidden-word/);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
}

async function listening(answer: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('a server that cannot listen', () => {
  test('because the port is in use names it, with exit code 4', async () => {
    const { server, port } = await listening(() => {});
    refused(await start(['--port', String(port)]), 4, new RegExp(`listens on 127.0.0.1 port ${port} already.*--port`));
    const metrics = `127.0.0.1:${port}`;
    refused(await start(['--metrics-listen', metrics]), 4, new RegExp(`port ${port} already.*--metrics-listen`));
    server.close();
  });

  test('because the address is not of this machine says so, with exit code 3', async () => {
    refused(
      await start(['--host', '192.0.2.1', '--port', '8911']),
      3,
      /no address 192\.0\.2\.1 port 8911: give --host/,
    );
    refused(await start(['--host', '192.0.2.1']), 3, /no address 192\.0\.2\.1/);
    refused(await start(['--host', 'nobody.invalid', '--port', '8911']), 3, /no address nobody\.invalid/);
  });
});

describe('a server whose folder', () => {
  test('may not be written by its user says who must own it, with exit code 3', async () => {
    const parent = newPlace();
    mkdirSync(parent, { mode: 0o555 });
    const dataDir = join(parent, 'data');
    refused(await start(['--data-dir', dataDir], { isNobody: true }), 3, /data and the files in it must be writable/);
  });

  test('is of another user says so', async () => {
    const dataDir = newPlace();
    mkdirSync(dataDir, { mode: 0o700 });
    chmodSync(dataDir, process.getuid?.() === 0 ? 0o700 : 0o000);
    refused(await start(['--data-dir', dataDir], { isNobody: true }), 3, /must be writable by the user.*--data-dir/);
    chmodSync(dataDir, 0o700);
  });

  test('is a file, or beneath one, says so', async () => {
    const file = newPlace();
    writeFileSync(file, '', { mode: 0o600 });
    refused(await start(['--data-dir', file]), 3, /must be a folder/);
    refused(await start(['--data-dir', join(file, 'data')]), 3, /must be a folder, and a file is in its way/);
  });

  test('was written by a newer version says which migration, with exit code 3', async () => {
    const dataDir = newPlace();
    const code = await once(
      spawn(process.execPath, [serverProgram(), 'setup', ...PERSON, '--data-dir', dataDir], { stdio: 'ignore' }),
      'close',
    );
    assert.equal(code[0], 0);
    const connection = new DatabaseSync(join(dataDir, 'sallyport.db'));
    connection.exec("INSERT INTO kysely_migration VALUES ('0999-later', '2027-01-01')");
    connection.close();
    refused(
      await start(['--data-dir', dataDir]),
      3,
      /later version of Sallyport \(0999-later\), .*: start that version/,
    );
  });
});

const PERSON = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];

describe('a server whose configuration', () => {
  test('is missing, not TOML or wrong ends with exit code 2', async () => {
    const file = newPlace();
    refused2(await start(['--config', file]), /cannot be read \(ENOENT\)/);
    writeFileSync(file, 'port 8911');
    refused2(await start(['--config', file]), new RegExp(`${file}:1 `));
    writeFileSync(file, 'metrics-token = "x"');
    chmodSync(file, 0o600);
    if (process.getuid?.() === 0) {
      refused2(await start(['--config', file], { isNobody: true }), /cannot be read \(EACCES\)/);
    }
    refused2(await start(['--database-url', 'mysql://user:hidden-word@a.test/x']), /begins with postgres:\/\//);
    refused2(await start(['--database-url', 'a.test']), /begins with postgres:\/\//);
    refused2(await start(['--smtp-url', 'http://user:hidden-word@a.test']), /begins with smtp:\/\//);
  });

  function refused2({ code, stderr }: Ended, states: RegExp): void {
    assert.equal(code, 2, stderr);
    assert.match(stderr, states);
    assert.doesNotMatch(stderr, /\n\s+at |hidden-word/);
  }
});

describe('a server whose PostgreSQL', () => {
  let postgres: TestPostgres;
  let url: URL;
  before(async () => {
    postgres = await testPostgres();
    url = new URL(await postgres.newDatabase());
  });
  after(() => postgres?.stop());
  const changed = (change: (changing: URL) => void): string[] => {
    const other = new URL(url);
    change(other);
    return ['--database-url', other.href, '--database-connect-timeout-seconds', '1'];
  };

  test('is not reached says where it was looked for, with exit code 4', async () => {
    const port = String(await freePort());
    const closed = changed((other) => Object.assign(other, { port, password: 'hidden-word' }));
    refused(await start(closed), 4, new RegExp(`PostgreSQL on 127.0.0.1:${port} is not reached \\(ECONNREFUSED\\)`));
    const unknown = changed((other) => Object.assign(other, { hostname: 'nobody.invalid' }));
    refused(await start(unknown), 4, /PostgreSQL on nobody\.invalid:\d+ is not reached \(E\w+\)/);
  });

  test('does not answer, or is something else, says so with exit code 4', async () => {
    const silent = await listening(() => {});
    const toSilent = changed((other) => Object.assign(other, { port: String(silent.port) }));
    refused(await start(toSilent), 4, /does not answer in time/);
    silent.server.close();
    const closing = await listening((socket) => socket.end());
    const toClosing = changed((other) => Object.assign(other, { port: String(closing.port) }));
    refused(await start(toClosing), 4, /closed the connection: check that --database-url names a PostgreSQL server/);
    closing.server.close();
  });

  test('refuses the user or its password says so, with exit code 3', async () => {
    const wrong = changed((other) => Object.assign(other, { password: 'hidden-word' }));
    refused(await start(wrong), 3, /refuses the user postgres \(28P01\): check user and password/);
    const nobody = changed((other) => Object.assign(other, { username: 'nobody', password: 'hidden-word' }));
    refused(await start(nobody), 3, /refuses the user nobody/);
  });

  test('has no such database says how to make it', async () => {
    const none = changed((other) => Object.assign(other, { pathname: '/none' }));
    refused(await start(none), 3, /has no database none: create it/);
  });

  test('lets the user make no tables says so', async () => {
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const user = `reader_${process.pid}`;
    await client.query(`CREATE ROLE ${user} LOGIN PASSWORD 'p'`);
    const name = url.pathname.slice(1);
    const reader = changed((other) => Object.assign(other, { username: user, password: 'p' }));
    refused(await start(reader), 3, new RegExp(`does not let ${user} make tables in ${name}: make it the owner`));
    await client.query(`DROP ROLE ${user}`);
    await client.end();
  });

  test('has a newer schema says which migration', async () => {
    const databaseUrl = await postgres.newDatabase();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(
      "CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255)); INSERT INTO kysely_migration VALUES ('0999-later', '2027')",
    );
    await client.end();
    refused(
      await start(['--database-url', databaseUrl]),
      3,
      /later version of Sallyport \(0999-later\), .*: start that version/,
    );
  });

  test('offers no TLS where the URL asks for it says so', async () => {
    const required = changed((other) => other.searchParams.set('sslmode', 'verify-full'));
    refused(await start(required), 3, /does not offer TLS: switch ssl on there, or take sslmode out/);
  });

  test('has a certificate that nobody vouches for says how to name its authority', async () => {
    const folder = mkdtempSync(join(top, 'tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '1'];
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const secureContext = createSecureContext({ key: readFileSync(key), cert: readFileSync(cert) });
    const { server, port } = await listening((socket) => {
      // The answer to an SSLRequest (PostgreSQL protocol, section 54.2.11).
      socket.once('data', () => {
        socket.write('S');
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {});
      });
    });
    const self = changed((other) => {
      Object.assign(other, { port: String(port) });
      other.searchParams.set('sslmode', 'verify-full');
    });
    refused(await start(self), 3, /certificate of PostgreSQL on 127\.0\.0\.1:\d+ is not accepted \(\w+\).*sslrootcert/);
    server.close();
  });
});
