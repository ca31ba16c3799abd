import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { atOnce } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';
import { expectJson } from './http-client.ts';
import { clientToken } from './sandbox.ts';

const PUBLIC_URL = 'http://127.0.0.1:8911';
const ROUNDS = 40;

for (const name of ['SQLite', 'PostgreSQL'] as const) {
  test(`a call and its CAD incident that reach two processes on ${name} at once are always linked`, async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-cad-'));
    let postgres: TestPostgres | undefined;
    const servers: GatewayProcess[] = [];
    t.after(async () => {
      for (const server of servers) await server.stop();
      await postgres?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    if (name === 'PostgreSQL') postgres = await testPostgres();
    const databaseUrl = await postgres?.newMigratedDatabase();
    const place = { dataDir, publicUrl: PUBLIC_URL, ...(databaseUrl !== undefined && { databaseUrl }) };
    servers.push(await startGatewayProcess(place), await startGatewayProcess(place));
    const [first = '', second = ''] = servers.map(({ url }) => url);
    const cad = await clientToken(first, 'sandbox-prepared-cad');
    const equipment = await clientToken(first, 'sandbox-call-handling');

    let shells = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const phone = `+1555555${1_000 + round}`;
      const [callAt, cadAt] = round % 2 === 0 ? [first, second] : [second, first];
      const partnerId = `CAD-${round}`;
      const results = await atOnce(2, (index) =>
        index === 0
          ? expectJson<{ id: string }>(callAt, 201, {
              method: 'POST',
              path: '/api/incidents',
              token: equipment,
              json: { call: { caller_phone_number: phone } },
            })
          : expectJson<{ id: string; incident_id?: string | null }>(cadAt, 200, {
              method: 'POST',
              path: '/v2/find_incident',
              token: cad,
              json: { cad_partner_incident_id: partnerId, caller_phone_number: phone },
            }),
      );
      const [call, found] = results.map((result) => {
        if (result.status === 'rejected') throw result.reason;
        return result.value as { id: string; incident_id?: string | null };
      });
      if (found?.incident_id === null) shells += 1;
      const linked = await expectJson(callAt, 200, { path: `/v2/incidents/${partnerId}`, token: cad });
      assert.equal(linked['incident_id'], call?.id, `round ${round}`);
    }
    t.diagnostic(`${shells} of ${ROUNDS} CAD incidents came first`);
  });
}
