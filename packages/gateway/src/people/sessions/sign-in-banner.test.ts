import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSession, newSignInClient } from '../../../../testing/src/application-sign-ins.ts';
import { newProof, REDIRECT_URI } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { type PolicyEdit, setPolicy } from '../administration/set-policy.ts';
import { PROFILES } from '../policies/policy.ts';
import type { User } from '../users/types.ts';

const AGENCY = 'sandbox-county';
const MINUTE_MS = 60_000;
const TEXT = PROFILES.cjis.bannerText ?? '';

onEachEngine('the banner of a sign-in (AC-8)', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4 });
    parts = world.parts;
  });
  after(() => world.stop());

  const choose = (values: PolicyEdit['values'], agencyId: string | null = AGENCY) =>
    setPolicy(parts, { agencyId, edit: { values }, actor: { kind: 'system', id: 'test' } });
  const required = () => choose({ bannerText: TEXT, bannerMustBeAcknowledged: true });
  const enter = (user: User) => {
    world.clock.advance(MINUTE_MS);
    return newSession(world, user);
  };
  async function ask(token: string, url: string, payload?: object) {
    const cookies = { sallyport_session: token };
    const answer = await world.app.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      cookies,
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, body: answer.json() };
  }
  const read = async (token: string) => {
    const { status, body } = await ask(token, '/api/session');
    return [status, body.sign_in_step, body.banner_text];
  };
  const acknowledge = (token: string, text = TEXT) => ask(token, '/api/session/banner', { banner_text: text });
  const acknowledgements = (user: User) =>
    parts.database.read
      .selectFrom('audit_records')
      .select(['agency_id', 'outcome', 'detail'])
      .where('action', '=', 'session.banner_acknowledged')
      .where('actor_id', '=', user.id)
      .execute();

  test('has the four statements of CJIS in the profile cjis, and no text in the others', () => {
    for (const statement of [
      /restricted information system/,
      /may be monitored, recorded, and subject to audit/,
      /Unauthorized use of the system is prohibited and may be subject to criminal and civil penalties/,
      /Use of the system indicates consent to monitoring and recording/,
    ]) {
      assert.match(TEXT, statement);
    }
    assert.equal(PROFILES.cjis.bannerMustBeAcknowledged, true);
    assert.deepEqual([PROFILES.nist.bannerText, PROFILES.open.bannerText], [null, null]);
  });

  test('stays until it is acknowledged, and nothing else is allowed before', async () => {
    await required();
    const user = await newPerson(parts);
    const token = await enter(user);
    assert.deepEqual(await read(token), [200, 'acknowledge_banner', TEXT]);
    const early = await ask(token, '/api/incidents');
    assert.equal(early.status, 403);
    assert.match(early.body.detail, /acknowledge the banner_text of GET \/api\/session by POST \/api\/session\/banner/);
    assert.equal((await ask(token, '/api/account/factors')).status, 403);
    const other = await acknowledge(token, `${TEXT} `);
    assert.deepEqual([other.status, other.body.code], [409, 'conflict']);
    assert.deepEqual(await read(token), [200, 'acknowledge_banner', TEXT]);
    assert.deepEqual(await acknowledgements(user), []);

    const done = await acknowledge(token);
    assert.deepEqual([done.status, done.body.sign_in_step, done.body.banner_text], [200, 'complete', null]);
    assert.equal((await ask(token, '/api/incidents')).status, 200);
    assert.equal((await acknowledge(token)).status, 200, 'a repeat changes nothing');
    const [record, ...others] = await acknowledgements(user);
    assert.deepEqual([record?.agency_id, record?.outcome, others], [AGENCY, 'success', []]);
    assert.match(record?.detail ?? '', /"text_hash":"[\w-]{20,}"/);

    assert.equal((await read(await enter(user)))[1], 'acknowledge_banner', 'each sign-in asks');
  });

  test('a text that was changed meanwhile is read before it is acknowledged; one that was taken back asks for nothing', async () => {
    await required();
    const token = await enter(await newPerson(parts));
    await choose({ bannerText: 'Authorized use only.' });
    assert.equal((await acknowledge(token)).status, 409);
    assert.equal((await acknowledge(token, 'Authorized use only.')).body.sign_in_step, 'complete');
    const next = await enter(await newPerson(parts));
    await choose({ bannerText: null });
    assert.deepEqual(await read(next), [200, 'complete', null]);
  });

  test('interrupts nobody who was signed in before it was set', async () => {
    await choose({ bannerText: null });
    const token = await enter(await newPerson(parts));
    await required();
    assert.deepEqual(await read(token), [200, 'complete', null]);
    assert.equal((await ask(token, '/api/incidents')).status, 200);
  });

  test('where no sign-in waits for it, stands in the session until the person closes it', async () => {
    await choose({ bannerText: TEXT, bannerMustBeAcknowledged: false });
    const user = await newPerson(parts);
    const token = await enter(user);
    assert.deepEqual(await read(token), [200, 'complete', TEXT]);
    assert.equal((await ask(token, '/api/incidents')).status, 200);
    await acknowledge(token);
    assert.deepEqual(await read(token), [200, 'complete', null]);
    assert.equal((await acknowledgements(user)).length, 1);
  });

  test('a client signs nobody in before it is acknowledged', async () => {
    await choose({ bannerText: null });
    const client = await newSignInClient(world);
    await required();
    const token = await enter(await newPerson(parts));
    const { codeChallenge } = newProof();
    const asked = new URLSearchParams({
      ...{ client_id: client.id, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid profile email' },
      ...{ prompt: 'none', code_challenge: codeChallenge, code_challenge_method: 'S256' },
    });
    const sent = async () => {
      const cookies = { sallyport_session: token };
      const { headers } = await world.app.inject({ method: 'GET', url: `/oauth/authorize?${asked}`, cookies });
      return new URL(String(headers.location)).searchParams;
    };
    assert.equal((await sent()).get('error'), 'login_required');
    await acknowledge(token);
    assert.notEqual((await sent()).get('code'), null);
  });

  test('asks nothing of a client with the password grant', async () => {
    const grant = async () => {
      world.clock.advance(MINUTE_MS);
      const answer = await world.app.inject({
        method: 'POST',
        url: '/oauth/v2/token',
        headers: {
          authorization: `Basic ${Buffer.from('sandbox-cad:sandbox-cad-secret').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({
          grant_type: 'password',
          username: 'agent@sandbox.test',
          password: 'sandbox-agent-pass-911',
        }).toString(),
      });
      assert.equal(answer.statusCode, 200, answer.body);
      return Object.keys(answer.json());
    };
    await choose({ bannerText: null });
    const before = await grant();
    await required();
    assert.deepEqual(await grant(), before);
  });

  test('an agency has its own text, and none where the installation has one is refused', async () => {
    await choose({ bannerText: 'Of the installation.', bannerMustBeAcknowledged: true }, null);
    const { policy } = await parts.policies.of('harbor-city');
    assert.deepEqual([policy.bannerText, policy.bannerMustBeAcknowledged], ['Of the installation.', true]);
    const own = await choose({ bannerText: 'Of the agency.' }, 'harbor-city');
    assert.equal(own.policy.bannerText, 'Of the agency.');
    const refusals: [PolicyEdit['values'], RegExp][] = [
      [{ bannerText: null }, /`banner_text` must be a text: the installation's policy allows nothing looser/],
      [{ bannerMustBeAcknowledged: false }, /`banner_must_be_acknowledged` must be true: the installation's/],
      [{ bannerText: ' \u200b\n' }, /`banner_text` must be a text of 1 to 2000 characters, or null/],
      [{ bannerText: 'n'.repeat(2_001) }, /`banner_text` must be a text of 1 to 2000 characters, or null/],
    ];
    for (const [values, sentence] of refusals) {
      assert.match((await refusedWith('invalid_request', choose(values, 'harbor-city'))).message, sentence);
    }
    await choose({ bannerText: null, bannerMustBeAcknowledged: false }, null);
  });
});
