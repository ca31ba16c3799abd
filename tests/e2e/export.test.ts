import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';

for (const engine of ['SQLite', 'PostgreSQL'] as const) {
  describe(`sallyport export beside a running server on ${engine}`, () => exportSuite(engine));
}

function exportSuite(engine: 'SQLite' | 'PostgreSQL'): void {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-export-'));
  const dataDir = join(top, 'data');
  let server: GatewayProcess;
  let postgres: TestPostgres | undefined;
  let place: string[];
  before(async () => {
    if (engine === 'PostgreSQL') postgres = await testPostgres();
    const databaseUrl = await postgres?.newMigratedDatabase();
    server = await startGatewayProcess({ dataDir, ...(databaseUrl && { databaseUrl }) });
    place = ['--data-dir', dataDir, ...(databaseUrl ? ['--database-url', databaseUrl] : [])];
  });
  after(async () => {
    await server.stop();
    await postgres?.stop();
    rmSync(top, { recursive: true, force: true });
  });

  async function openCalls(while_: () => boolean): Promise<number> {
    const basic = Buffer.from('sandbox-call-handling:sandbox-call-handling-secret').toString('base64');
    const answer = await fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: { authorization: `Basic ${basic}` },
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    let count = 0;
    do {
      const { status } = await fetch(`${server.url}/api/incidents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ call: { caller_phone_number: '+15125550188' } }),
      });
      assert.equal(status, 201);
      count += 1;
    } while (while_());
    return count;
  }

  test('is of one state, in which each incident has its event, while calls come in', async () => {
    let isDone = false;
    const calls = openCalls(() => !isDone);
    const folder = join(top, 'one');
    const { code, output } = await runCommand(['export', ...place, '--agency', 'sandbox-county', '--to', folder]);
    isDone = true;
    await calls;
    assert.equal(code, 0, output);
    assert.match(output, /files and manifest\.json; 1 agencies/);
    const rowsOf = (name: string) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [agency] = rowsOf('agencies.jsonl');
    const events = rowsOf('events.jsonl');
    assert.equal(events.at(-1)?.['seq'], agency?.['last_event_seq']);
    const created = events.filter(({ type }) => type === 'incident.created');
    assert.deepEqual(
      created.map(({ incident_id: id }) => id).sort(),
      rowsOf('incidents.jsonl')
        .map(({ id }) => id)
        .sort(),
    );
    assert.equal((await runCommand(['audit', 'verify', ...place])).code, 0);
  });

  test('is refused where what is asked for is not clear', async () => {
    const to = join(top, 'never');
    for (const [given, states] of [
      [[], /--agency, --phone or both/],
      [['--phone', '911'], /--phone must be a phone number/],
      [['--agency', 'sandbox-county', '--from', 'monday'], /--from is a time/],
      [['--phone', '+15125550188', '--from', '2026-11-22T00:00:00Z', '--until', '2026-11-21T00:00:00Z'], /before/],
    ] as const) {
      const { code, output } = await runCommand(['export', ...place, '--to', to, ...given]);
      assert.equal(code, 2, output);
      assert.match(output, states);
    }
    const unknown = await runCommand(['export', ...place, '--to', to, '--agency', 'nowhere']);
    assert.equal(unknown.code, 1, unknown.output);
    const nested = await runCommand(['export', ...place, '--to', join(to, 'deep'), '--agency', 'sandbox-county']);
    assert.equal(nested.code, 3, nested.output);
    assert.ok(!existsSync(to));
  });
}
