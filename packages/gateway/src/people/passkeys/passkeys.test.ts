import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type Lies, SoftwareAuthenticator } from '../../../../testing/src/software-authenticator.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { resetFactors } from '../administration/reset-factors.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { listFactors, removeFactor } from '../factors/manage-factors.ts';
import { acknowledgeBanner } from '../sessions/acknowledge-banner.ts';
import {
  askForOwnPasskey,
  beginOwnPasskey,
  confirmOwnPasskey,
  showFactor,
  showPasskey,
} from '../sessions/complete-session.ts';
import { askForSignIn, signInByPasskey } from '../sessions/passkey-sign-in.ts';
import { findPortalSession, signIn } from '../sessions/portal-session.ts';
import { countFailure } from '../sign-in/store.ts';
import { disableUser, findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';

const URL = 'https://gateway.sandbox.test';
const MINUTE_MS = 60_000;

onEachEngine('passkeys', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '' });
    clock = world.clock;
    parts = { ...world.parts, publicUrl: URL };
    admin = (await findUserByEmail(parts.database.read, 'admin@sandbox.test')) as User;
  });
  after(() => world.stop());

  const origin = originFrom();
  async function enter(user: User) {
    clock.advance(MINUTE_MS);
    return (await signIn(parts, { email: user.email, password: PASSWORD, origin })).token.reveal();
  }
  const stepOf = async (token: string) => (await findPortalSession(parts, token))?.step;

  async function enrol(own: { user: User; token: string }, key = new SoftwareAuthenticator(URL), lies: Lies = {}) {
    const options = await beginOwnPasskey(parts, { ...own, name: ' Blue key ' });
    const codes = await confirmOwnPasskey(parts, { ...own, answer: key.make(options, lies), origin });
    return { key, codes, options };
  }
  /** A person with one passkey, in a session that was shown it. */
  async function enrolled() {
    const user = await newPerson(parts);
    const token = await enter(user);
    return { user, token, ...(await enrol({ user, token })) };
  }
  const byPasskey = async (key: SoftwareAuthenticator, lies: Lies = {}) =>
    signInByPasskey(parts, { answer: key.show(await askForSignIn(parts), lies), origin });
  const refusals = async (subject: string) => {
    const rows = await parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'detail'])
      .where('subject', '=', subject)
      .where('outcome', '=', 'refused')
      .execute();
    return rows.map(({ action, detail }) => `${action} ${JSON.parse(detail).check}`);
  };

  test('a passkey alone signs in, and is a second factor after a password', async () => {
    const { user, token, key, codes } = await enrolled();
    assert.equal(codes?.length, 10);
    assert.equal(await stepOf(token), null);
    const { factors } = await listFactors(parts, user.id);
    assert.deepEqual(
      factors.map(({ kind, name, lastUsedAt }) => [kind, name, lastUsedAt]),
      [['passkey', 'Blue key', null]],
    );
    const opened = await byPasskey(key);
    assert.equal(opened.user.id, user.id);
    assert.equal(await stepOf(opened.token.reveal()), null);
    assert.equal((await listFactors(parts, user.id)).factors[0]?.lastUsedAt, clock.now());
    const half = await enter(user);
    assert.equal(await stepOf(half), 'prove_factor');
    const options = await askForOwnPasskey(parts, { user, token: half });
    assert.deepEqual(
      options.allowCredentials?.map(({ id }) => id),
      [key.credentialId],
    );
    await showPasskey(parts, { user, token: half, answer: key.show(options), origin });
    assert.equal(await stepOf(half), null);
  });

  test('a passkey alone waits for the banner, and for nothing after it', async () => {
    const { key } = await enrolled();
    const choose = (bannerText: string | null) =>
      setPolicy(parts, {
        agencyId: 'sandbox-county',
        edit: { values: { bannerText, bannerMustBeAcknowledged: bannerText !== null } },
        actor: { kind: 'user', id: admin.id },
      });
    await choose('Authorized use only.');
    const { step, banner, token, user } = await byPasskey(key);
    assert.deepEqual([step, banner], ['acknowledge_banner', 'Authorized use only.']);
    const request = { user, banner, token: token.reveal(), text: 'Authorized use only.', origin };
    await acknowledgeBanner(parts, request);
    assert.equal(await stepOf(token.reveal()), null);
    await choose(null);
  });

  test('an answer that states or signs anything wrong opens nothing, and is recorded', async () => {
    const { user, token, key } = await enrolled();
    const wrong: readonly Lies[] = [
      { origin: 'https://gateway.sandbox.test.evil.example' },
      { origin: 'http://gateway.sandbox.test' },
      { rpId: 'sandbox.test' },
      { challenge: Buffer.alloc(32, 1).toString('base64url') },
      { type: 'webauthn.create' },
      { isUserVerified: false },
      { signature: Buffer.from('30060201010201', 'hex') },
      { userHandle: Buffer.from(admin.id).toString('base64url') },
    ];
    for (const lies of wrong) {
      await refusedWith('invalid_credentials', byPasskey(key, lies));
      const options = await askForOwnPasskey(parts, { user, token });
      await refusedWith(
        'invalid_credentials',
        showPasskey(parts, { user, token, answer: key.show(options, lies), origin }),
      );
    }
    const recorded = await refusals(user.id);
    assert.equal(recorded.filter((text) => text.startsWith('session.factor_shown')).length, wrong.length);
    await refusedWith('invalid_credentials', byPasskey(new SoftwareAuthenticator(URL)));
    assert.equal((await byPasskey(key)).user.id, user.id, 'wrong answers lock nobody out');
  });

  test('an answer is taken once, of two at once too, and for five minutes', async () => {
    const { key } = await enrolled();
    for (let round = 0; round < 3; round += 1) {
      const answer = key.show(await askForSignIn(parts));
      const uses = await atOnce(2, () => signInByPasskey(parts, { answer, origin }));
      assert.equal(succeeded(uses).length, 1, `round ${round}`);
      await refusedWith('invalid_credentials', signInByPasskey(parts, { answer, origin }));
    }
    const options = await askForSignIn(parts);
    clock.advance(5 * MINUTE_MS);
    await refusedWith('invalid_credentials', signInByPasskey(parts, { answer: key.show(options), origin }));
  });

  test('a count that is not above the one before is refused: an authenticator was copied (WebAuthn section 6.1.1)', async () => {
    const { user, key } = await enrolled();
    await byPasskey(key, { signCount: 7 });
    for (const signCount of [7, 6, 0]) await refusedWith('invalid_credentials', byPasskey(key, { signCount }));
    assert.deepEqual(await refusals(user.id), Array(3).fill('session.opened sign_count'));
    await byPasskey(key, { signCount: 8 });
    const uncounted = await enrolled();
    await byPasskey(uncounted.key, { signCount: 0 });
    await byPasskey(uncounted.key, { signCount: 0 });
  });

  test('a challenge is for one purpose and one session', async () => {
    const { user, token, key } = await enrolled();
    const other = await enter(user);
    const forOther = key.show(await askForOwnPasskey(parts, { user, token: other }));
    await refusedWith('invalid_credentials', showPasskey(parts, { user, token, answer: forOther, origin }));
    await refusedWith('invalid_credentials', signInByPasskey(parts, { answer: forOther, origin }));
    const forSignIn = key.show(await askForSignIn(parts));
    await refusedWith('invalid_credentials', showPasskey(parts, { user, token: other, answer: forSignIn, origin }));
    const begun = await beginOwnPasskey(parts, { user, token: other, name: 'Phone' });
    const made = new SoftwareAuthenticator(URL).make(begun);
    await refusedWith('invalid_request', confirmOwnPasskey(parts, { user, token, answer: made, origin }));
    assert.equal((await listFactors(parts, user.id)).factors.length, 1);
  });

  test("nobody's passkey is another's, nor added twice, wrongly or late", async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const options = await askForOwnPasskey(parts, mine);
    await refusedWith('invalid_credentials', showPasskey(parts, { ...mine, answer: theirs.key.show(options), origin }));
    await refusedWith('conflict', enrol(mine, theirs.key));
    for (const lies of [{ origin: 'https://evil.example' }, { isUserVerified: false }, { rpId: 'evil.example' }]) {
      await refusedWith('invalid_request', enrol(mine, new SoftwareAuthenticator(URL), lies));
    }
    const begun = await beginOwnPasskey(parts, { ...mine, name: 'Phone' });
    const answer = new SoftwareAuthenticator(URL).make(begun);
    assert.equal(await confirmOwnPasskey(parts, { ...mine, answer, origin }), null, 'no new recovery codes');
    await refusedWith('invalid_request', confirmOwnPasskey(parts, { ...mine, answer, origin }));
    const late = new SoftwareAuthenticator(URL).make(await beginOwnPasskey(parts, { ...mine, name: 'Late' }));
    clock.advance(5 * MINUTE_MS);
    await refusedWith('invalid_request', confirmOwnPasskey(parts, { ...mine, answer: late, origin }));
    assert.equal((await listFactors(parts, mine.user.id)).factors.length, 2);
  });

  test('who is locked or disabled signs in by no passkey, and a removed or reset one opens nothing', async () => {
    const { user, token, key, codes } = await enrolled();
    const lockout = { failures: 1, windowMs: MINUTE_MS, lockedForMs: null };
    const locked = await enrolled();
    await parts.database.write((tx) =>
      countFailure(tx.query, { accountId: locked.user.id, place: origin.source, lockout }, clock.now()),
    );
    await refusedWith('invalid_credentials', byPasskey(locked.key));
    const disabled = await enrolled();
    await parts.database.write((tx) => disableUser(tx.query, disabled.user.id, clock.now()));
    await refusedWith('invalid_credentials', byPasskey(disabled.key));
    // Lost: a recovery code stands in for it, and it is removed.
    const half = await enter(user);
    await showFactor(parts, { user, token: half, code: codes?.[0] ?? '', origin });
    const [factor] = (await listFactors(parts, user.id)).factors;
    await removeFactor(parts, { user, origin, factorId: factor?.id ?? '' });
    await refusedWith('invalid_credentials', byPasskey(key));
    await refusedWith('not_found', askForOwnPasskey(parts, { user, token }));
    const again = await enrol({ user, token });
    await resetFactors(parts, {
      agencyId: 'sandbox-county',
      userId: user.id,
      actor: { kind: 'user', id: admin.id },
      origin,
    });
    await refusedWith('invalid_credentials', byPasskey(again.key));
    assert.equal(await findPortalSession(parts, token), null);

    const ofDisabled = await enrolled();
    const edited = { agencyId: 'sandbox-county', timeZoneName: 'time_zone', actor: SYSTEM } as const;
    const setDisabled = (isDisabled: boolean) => editAgency(parts, { ...edited, edit: { isDisabled } });
    await setDisabled(true);
    await refusedWith('invalid_credentials', byPasskey(ofDisabled.key));
    await setDisabled(false);
    assert.equal((await byPasskey(ofDisabled.key)).user.id, ofDisabled.user.id);
  });

  test('a public URL that is an address has no passkeys, and the refusal states what to set', async () => {
    const user = await newPerson(parts);
    const token = await enter(user);
    for (const publicUrl of ['http://127.0.0.1:8911', 'http://[::1]:8911']) {
      const refused = await refusedWith(
        'not_configured',
        beginOwnPasskey({ ...parts, publicUrl }, { user, token, name: 'x' }),
      );
      assert.match(refused.message, /--public-url/);
    }
  });
});
