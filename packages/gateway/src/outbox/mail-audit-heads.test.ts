import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, eventually } from '../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { type MailServer, startMailServer } from '../../../testing/src/mail-server.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { readAnchors } from '../audit/anchors/anchor-line.ts';
import { chainHeads } from '../audit/store.ts';
import { verifyChains } from '../audit/verify-chains.ts';
import { mailAuditHeads } from './mail-audit-heads.ts';

const TO = 'auditor@county.test';
const WITHIN_MS = 60_000;
const DAY_MS = 86_400_000;

onEachEngine('the newest audit records', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let server: MailServer;
  before(async () => {
    server = await startMailServer('working');
    world = await testWorld(engine, { smtpUrl: server.url });
  });
  after(async () => {
    await world.stop();
    await server.close();
  });
  const mail = () => mailAuditHeads(world.parts, TO);
  const arrived = async (count: number) => {
    await eventually(() => server.received.filter(({ to }) => to === TO).length >= count, WITHIN_MS);
    return server.received.filter(({ to }) => to === TO);
  };
  /** The text as a person saves it: quoted-printable, RFC 2045 section 6.7. */
  const linesOf = ({ data }: { data: string }) =>
    data
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .split('\r\n')
      .filter((line) => line.startsWith('{'));

  test('are mailed once a day, however many ask, and prove the audit', async () => {
    const newest = await chainHeads(world.parts.database.read);
    assert.ok(newest.length > 0);
    await atOnce(5, mail);
    assert.equal(await mail(), false, 'the day has its mail');
    const [first] = await arrived(1);
    const { heads, strange } = readAnchors(linesOf(first ?? { data: '' }).join('\n'));
    assert.equal(strange, 0);
    const stated = (each: typeof heads) =>
      each.map(({ chain, number, hash }) => `${chain} ${number} ${hash}`).toSorted();
    assert.deepEqual(stated(heads), stated(newest));
    const { auditKeys: keys } = world;
    const proof = { ...(keys && { keys }), anchors: heads };
    assert.deepEqual((await verifyChains(world.parts.database, undefined, proof)).faults, []);
    const forged = heads.map((head) => ({ ...head, number: head.number + 1_000 }));
    assert.notDeepEqual(
      (await verifyChains(world.parts.database, undefined, { ...proof, anchors: forged })).faults,
      [],
    );
    world.clock.advance(DAY_MS);
    assert.equal(await mail(), true);
    assert.equal((await arrived(2)).length, 2);
  });

  test('go to the address that an operator set as soon as a server has started, and nowhere without a mail server', async (t) => {
    world.clock.advance(DAY_MS);
    const without = await testWorld(engine, {}, world.clock);
    t.after(() => without.stop());
    assert.equal(await mailAuditHeads(without.parts, TO), false);
    const there = await testWorld(engine, { smtpUrl: server.url, auditMailTo: 'records@county.test' }, world.clock);
    t.after(() => there.stop());
    await eventually(() => server.received.some(({ to }) => to === 'records@county.test'), WITHIN_MS);
  });
});
