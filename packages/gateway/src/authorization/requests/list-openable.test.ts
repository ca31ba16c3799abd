import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSession, newSignInClient } from '../../../../testing/src/application-sign-ins.ts';
import { newConsentClient } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import { editClient } from '../clients/edit-client.ts';
import { listGrants } from '../grants/list-grants.ts';
import { revokeGrant } from '../grants/revoke-grant.ts';

const LOGIN = 'https://board.test/login?tenant=a';

onEachEngine('the applications that a person opens', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  async function seenBy(agencyId: string | null, role = 'agent') {
    const session = await newSession(world, await newPerson(world.parts, { agencyId, role }));
    const cookies = { sallyport_session: session };
    const answer = await world.app.inject({ method: 'GET', url: '/api/account/applications', cookies });
    assert.equal(answer.statusCode, 200);
    return (answer.json() as { applications: { client_id: string; url: string }[] }).applications;
  }
  const idsOf = (seen: readonly { client_id: string }[]) => seen.map(({ client_id }) => client_id);

  test('are those that their agency allowed and that state where they start, with the issuer', async () => {
    const [second, first] = [
      await newSignInClient(world, { initiateLoginUri: LOGIN, name: 'Board B', agencyId: null }),
      await newSignInClient(world, { initiateLoginUri: LOGIN, name: 'Board A' }),
    ];
    await newSignInClient(world, { name: 'Without an address' });
    await newConsentClient(world.parts, { initiateLoginUri: LOGIN, scopes: ['openid'], name: 'Not allowed' });
    const seen = await seenBy('sandbox-county', 'trainee');
    assert.deepEqual(idsOf(seen), [first.id, second.id]);
    assert.equal(seen[0]?.url, `${LOGIN}&iss=${encodeURIComponent(TEST_URL)}`);
    assert.deepEqual(await seenBy('harbor-city'), []);
    assert.deepEqual(await seenBy(null, 'operator'), []);
  });

  test('are without one that is disabled, or that the agency allows no more', async () => {
    const [disabled, ended] = [
      await newSignInClient(world, { initiateLoginUri: LOGIN }),
      await newSignInClient(world, { initiateLoginUri: LOGIN }),
    ];
    const by = { actor: { kind: 'system', id: 'test' }, origin: originFrom() } as const;
    const agencyId = 'sandbox-county';
    await editClient(world.parts, { agencyId, clientId: disabled.id, edit: { isDisabled: true }, ...by });
    const principal = signedIn(await newPerson(world.parts, { role: 'admin' }));
    for (const grant of await listGrants(world.parts, agencyId)) {
      if (grant.clientId !== ended.id) continue;
      await revokeGrant(world.parts, { agencyId, grantId: grant.id, principal, origin: by.origin });
    }
    const seen = idsOf(await seenBy(agencyId));
    assert.ok(!seen.includes(disabled.id) && !seen.includes(ended.id));
  });

  test('start at a web address alone', async () => {
    for (const initiateLoginUri of [
      'http://board.test/',
      'com.board.app:/login',
      'javascript:alert(1)',
      '',
      '\u200b',
    ]) {
      await refusedWith('invalid_request', newConsentClient(world.parts, { initiateLoginUri }));
    }
  });
});
