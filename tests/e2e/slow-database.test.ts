import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type FaultyPath, startFaultyPath } from '../../packages/testing/src/faulty-path.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';

const isReady = (url: string) => fetch(`${url}/readyz`).then(({ ok }) => ok);

/** An error in the log wakes an operator, who can do nothing about a pause that is over. */
describe('a database that answers nothing for some seconds', () => {
  let postgres: TestPostgres;
  let path: FaultyPath;
  let server: GatewayProcess;
  before(async () => {
    postgres = await testPostgres();
    path = await startFaultyPath(await postgres.newMigratedDatabase());
    server = await startGatewayProcess({ databaseUrl: path.url, env: { SALLYPORT_LOG_LEVEL: 'warn' } });
  });
  after(async () => {
    path?.mend();
    await server?.stop();
    await path?.stop();
    await postgres?.stop();
  });

  test('is a warning in the log, whatever was looked for meanwhile, and no error', async () => {
    path.goSilent();
    await eventually(() => server.output().includes('access changes could not be read'));
    path.mend();
    await eventually(() => isReady(server.url));
    assert.deepEqual(
      server
        .output()
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"/.test(line)),
      [],
    );
  });
});
