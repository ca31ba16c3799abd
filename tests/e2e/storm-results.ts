import assert from 'node:assert/strict';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import { send } from './http-client.ts';
import type { StoredRows } from './stored-rows.ts';
import type { Seen } from './storm-actors.ts';

/** A server's clock follows the database's to about a second while its path is slow. */
const CLOCK_WITHIN_MS = 2_000;

/** What the servers of a storm have in common. */
export const STORM_ENV = {
  SALLYPORT_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  SALLYPORT_DATABASE_CONNECT_TIMEOUT_SECONDS: '1',
  SALLYPORT_DATABASE_STATEMENT_TIMEOUT_SECONDS: '2',
  SALLYPORT_DATABASE_LOCK_TIMEOUT_SECONDS: '1',
  SALLYPORT_DATABASE_WAIT_SECONDS: '2',
  SALLYPORT_WEBHOOK_TIMEOUT_SECONDS: '1',
};

/** Nothing acknowledged is lost or doubled, no stored time is a wrong clock's, and no agency's log has a gap. */
export async function assertStored(rows: StoredRows, seen: Seen, beganAt: number): Promise<void> {
  const stored = await rows.all<{ id: string; source_id: string; status: string; created_at: number }>(
    "SELECT id, source_id, status, created_at FROM incidents WHERE kind = 'alert'",
  );
  for (const [sourceId, alertId] of seen.alerts) {
    const found = stored.filter((row) => row.source_id === sourceId);
    assert.deepEqual(
      found.map(({ id }) => `alert-${id}`),
      [alertId],
      sourceId,
    );
    const createdAt = Number(found[0]?.created_at);
    assert.ok(createdAt > beganAt - CLOCK_WITHIN_MS && createdAt < Date.now() + CLOCK_WITHIN_MS, `${createdAt}`);
    if (seen.accepted.has(alertId)) assert.equal(found[0]?.status, 'ACCEPTED', sourceId);
  }
  const events = await rows.all<{ agency_id: string; seq: number }>('SELECT agency_id, seq FROM events ORDER BY 1, 2');
  for (const [agencyId, log] of Map.groupBy(events, ({ agency_id }) => agency_id)) {
    assert.deepEqual(
      log.map(({ seq }) => Number(seq)),
      log.map((_, index) => index + 1),
      `a gap in the log of ${agencyId}`,
    );
  }
}

/** Something of it was there to be lost, and the actors met nothing that must not be. */
export function assertActed(seen: Seen): void {
  assert.deepEqual(seen.faults, []);
  assert.ok(seen.alerts.size > 10 && seen.revoked.length > 0, 'the actors acted');
}

/** What the actors did, as a line of the test's output. */
export function countsOf({ alerts, accepted, revoked, notNow }: Seen): string {
  return `${alerts.size} alerts, ${accepted.size} accepted, ${revoked.length} revoked, ${notNow} not now`;
}

/** What was revoked stays so. */
export async function assertNoneIsGood(bases: readonly string[], { revoked }: Seen): Promise<void> {
  for (const token of revoked) {
    for (const base of bases) assert.equal((await send(base, { path: '/v1/alerts', token })).status, 401);
  }
}

export async function assertAuditHolds(where: readonly string[], program?: string): Promise<void> {
  const key = ['--secrets-key', STORM_ENV.SALLYPORT_SECRETS_KEY];
  const { code, output } = await runCommand(['audit', 'verify', ...where, ...key], program);
  assert.equal(code, 0, output);
}
