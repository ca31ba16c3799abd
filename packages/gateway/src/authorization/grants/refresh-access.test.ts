import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditRecords } from '../../../../testing/src/audit-records.ts';
import { atOnce, eventually, succeeded } from '../../../../testing/src/barrier.ts';
import { newAdministrator, newConsentClient, newGrantTokens } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { editUser } from '../../people/administration/administer-user.ts';
import type { Client } from '../clients/types.ts';
import { actorOf } from '../principals/principal.ts';
import { listGrants } from './list-grants.ts';
import { REPLAY_WINDOW_MS, refreshAccess } from './refresh-access.ts';
import { revokeGrant } from './revoke-grant.ts';

const origin = originFrom();

onEachEngine('refreshing', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const refresh = (client: Client, refreshToken: string | undefined, scope?: string) =>
    refreshAccess(world.parts, { client, refreshToken: refreshToken ?? '', scope, origin });
  const publicClient = () => newConsentClient(world.parts, { isPublic: true });

  test('[RFC 9700 4.14.2] a public client gets a new refresh token each time, and the old one is spent', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const second = await refresh(client, first.refreshToken);
    assert.notEqual(second.refreshToken, first.refreshToken);
    const third = await refresh(client, second.refreshToken);
    assert.ok(await world.parts.bearer.check(third.accessToken));
  });

  test('[RFC 6749 6] a confidential client keeps its refresh token, and each use gives a new access token', async () => {
    const client = await newConsentClient(world.parts);
    const first = await newGrantTokens(world.parts, { client });
    const second = await refresh(client, first.refreshToken);
    const third = await refresh(client, first.refreshToken);
    assert.equal(second.refreshToken, undefined);
    assert.notEqual(second.accessToken, third.accessToken);
    assert.ok(await world.parts.bearer.check(third.accessToken));
  });

  test('a confidential client that asks for it rotates too', async () => {
    const client = await newConsentClient(world.parts, { rotatesRefreshTokens: true });
    const first = await newGrantTokens(world.parts, { client });
    assert.ok((await refresh(client, first.refreshToken)).refreshToken);
  });

  test('the same token again within ten seconds gets the same answer, to the letter', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const answer = await refresh(client, first.refreshToken);
    world.clock.advance(REPLAY_WINDOW_MS - 1);
    assert.deepEqual(await refresh(client, first.refreshToken), answer);
  });

  test('[RFC 9700 4.14.2] the same token after ten seconds revokes the whole family', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const answer = await refresh(client, first.refreshToken);
    world.clock.advance(REPLAY_WINDOW_MS);
    await refusedWith('invalid_grant', refresh(client, first.refreshToken));
    await refusedWith('invalid_grant', refresh(client, answer.refreshToken));
    await refusedWith('invalid_token', world.parts.bearer.check(answer.accessToken));
    await refusedWith('invalid_token', world.parts.bearer.check(first.accessToken));
  });

  test('[RFC 9700 4.14.2] the same token after its successor was used revokes the family, within the window too', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const answer = await refresh(client, first.refreshToken);
    const next = await refresh(client, answer.refreshToken);
    await refusedWith('invalid_grant', refresh(client, first.refreshToken));
    await refusedWith('invalid_token', world.parts.bearer.check(next.accessToken));
  });

  test('[RFC 6749 6] another client gets nothing for a refresh token and revokes nothing', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    await refusedWith('invalid_grant', refresh(await publicClient(), first.refreshToken));
    assert.ok((await refresh(client, first.refreshToken)).accessToken);
  });

  test('[RFC 6749 6] a refresh may ask for less than was granted, and never for more', async () => {
    const client = await newConsentClient(world.parts);
    const first = await newGrantTokens(world.parts, { client });
    assert.equal((await refresh(client, first.refreshToken, 'read_alert')).scope, 'read_alert');
    await refusedWith('invalid_scope', refresh(client, first.refreshToken, 'read_alert read_device'));
    assert.equal((await refresh(client, first.refreshToken)).scope, 'read_agency read_alert');
  });

  test('an unknown refresh token is refused', async () => {
    await refusedWith('invalid_grant', refresh(await publicClient(), 'unknown'));
  });

  test('a grant ends when it was stated to end, however it is refreshed', async () => {
    const client = await newConsentClient(world.parts, { isPublic: true, grantTtlSeconds: 100 });
    const first = await newGrantTokens(world.parts, { client });
    world.clock.advance(99_999);
    const second = await refresh(client, first.refreshToken);
    world.clock.advance(1);
    await refusedWith('invalid_grant', refresh(client, second.refreshToken));
  });

  test('a grant is no stronger than the person who gave it', async () => {
    const client = await newConsentClient(world.parts);
    const giver = await newAdministrator(world.parts);
    const first = await newGrantTokens(world.parts, { client, principal: giver });
    const actor = actorOf(await newAdministrator(world.parts));
    const target = { agencyId: 'sandbox-county', userId: giver.user?.id ?? '', actor, origin };
    await editUser(world.parts, { ...target, edit: { isDisabled: true } });
    await refusedWith('invalid_grant', refresh(client, first.refreshToken));
    await refusedWith('invalid_token', world.parts.bearer.check(first.accessToken));
  });

  test('an administrator revokes a grant, and every process refuses its tokens soon after', async () => {
    const other = await testWorld(engine, {}, world.clock);
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    assert.ok(await other.parts.bearer.check(first.accessToken));
    const grant = (await listGrants(world.parts, 'sandbox-county')).find(({ clientId }) => clientId === client.id);
    const principal = await newAdministrator(world.parts);
    const request = { agencyId: 'sandbox-county', grantId: grant?.id ?? '', principal, origin };
    await refusedWith('not_found', revokeGrant(world.parts, { ...request, agencyId: 'harbor-city' }));
    await revokeGrant(world.parts, request);
    await refusedWith('invalid_token', world.parts.bearer.check(first.accessToken));
    await refusedWith('invalid_grant', refresh(client, first.refreshToken));
    await eventually(() =>
      other.parts.bearer.check(first.accessToken).then(
        () => false,
        () => true,
      ),
    );
    await other.stop();
    const restarted = await testWorld(engine, {}, world.clock);
    await refusedWith('invalid_token', restarted.parts.bearer.check(first.accessToken));
    await restarted.stop();
  });

  test('no code, token or answer is stored in a form that could be used', async () => {
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const second = await refresh(client, first.refreshToken);
    const rows = JSON.stringify([
      await world.parts.database.read.selectFrom('refresh_tokens').selectAll().execute(),
      (await auditRecords(world.parts.database)).map(({ detail }) => detail),
    ]);
    for (const value of [first.refreshToken, second.refreshToken ?? '', first.accessToken, second.accessToken]) {
      assert.ok(!rows.includes(value));
    }
  });

  test('of two hundred simultaneous uses of one refresh token on two connections, all get the one answer', async () => {
    const other = await testWorld(engine, {}, world.clock);
    const client = await publicClient();
    const first = await newGrantTokens(world.parts, { client });
    const results = await atOnce(200, (index) => {
      const parts = index % 2 === 0 ? world.parts : other.parts;
      return refreshAccess(parts, {
        client,
        refreshToken: first.refreshToken,
        scope: undefined,
        origin: originFrom(`192.0.2.${index}`),
      });
    });
    const answers = succeeded(results);
    assert.equal(answers.length, 200);
    assert.equal(new Set(answers.map(({ refreshToken }) => refreshToken)).size, 1);
    assert.equal(new Set(answers.map(({ accessToken }) => accessToken)).size, 1);
    assert.ok((await refresh(client, answers[0]?.refreshToken)).refreshToken);
    await other.stop();
  });
});
