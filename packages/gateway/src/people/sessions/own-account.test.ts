import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { searchAudit } from '../../audit/search/search-audit.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { remindOfPasswords } from '../account-mail/remind-of-passwords.ts';
import { addUser } from '../administration/add-user.ts';
import { setPolicy } from '../administration/set-policy.ts';
import type { User } from '../users/types.ts';
import { changeOwnPassword } from './change-own-password.ts';
import { chooseLanguage } from './choose-language.ts';
import { endOwnSession, listOwnSessions, noteSeen } from './own-sessions.ts';
import { findPortalSession, signIn } from './portal-session.ts';
import { insertSession } from './store.ts';

const NEW_PASSWORD = 'granite 44 heron staircase';
const MINUTE_MS = 60_000;

onEachEngine('my account', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  before(async () => {
    // Nobody answers there: what is mailed waits in the outbox.
    const smtpUrl = 'smtp://127.0.0.1:9';
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '', smtpUrl });
    ({ parts, clock } = world);
  });
  after(() => world.stop());

  const origin = { ...originFrom(), userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0' };
  async function enter(user: User, from: typeof origin | ReturnType<typeof originFrom> = origin, password = PASSWORD) {
    clock.advance(MINUTE_MS);
    return (await signIn(parts, { email: user.email, password, origin: from })).token.reveal();
  }
  const isOpen = async (token: string) => (await findPortalSession(parts, token)) !== null;
  const change = (user: User, token: string, newPassword: string, presentPassword = PASSWORD) =>
    changeOwnPassword(parts, { user, token, presentPassword, newPassword, origin });
  async function mailedTo({ email }: User): Promise<string[]> {
    const rows = await parts.database.read
      .selectFrom('outbox')
      .select('subject')
      .where('recipient', '=', email)
      .orderBy('created_at')
      .execute();
    return rows.map(({ subject }) => subject);
  }

  test('the language of the portal is kept with its audit record, and left to the browser again', async () => {
    const user = await newPerson(parts);
    const token = await enter(user);
    const languageOf = async () => (await findPortalSession(parts, token))?.user.language;
    const edits = () =>
      parts.database.read
        .selectFrom('audit_records')
        .select(['actor_id', 'detail'])
        .where('action', '=', 'user.edited')
        .where('subject', '=', user.id)
        .execute();
    assert.equal(await languageOf(), undefined);
    await chooseLanguage(parts, { user, language: 'es', origin });
    assert.equal(await languageOf(), 'es');
    await chooseLanguage(parts, { user, language: null, origin });
    assert.equal(await languageOf(), undefined);
    assert.deepEqual(
      (await edits()).map(({ actor_id, detail }) => [actor_id, JSON.parse(detail ?? '{}').changed]),
      [
        [user.id, ['language']],
        [user.id, ['language']],
      ],
    );
  });

  test("a person's sessions have their place, browser, beginning and last use, and are ended one by one", async () => {
    const user = await newPerson(parts);
    const other = await enter(user, originFrom('198.51.100.7'));
    const token = await enter(user);
    const began = clock.now();
    clock.advance(4 * MINUTE_MS);
    await noteSeen(parts, { token, lastSeenAt: began });
    clock.advance(MINUTE_MS);
    await noteSeen(parts, { token, lastSeenAt: began });
    const { sessions } = await listOwnSessions(parts, { user, token, page: { before: undefined, limit: 9 } });
    const [mine, theirs] = sessions;
    assert.deepEqual(
      [mine?.isCurrent, mine?.source, mine?.userAgent, mine?.createdAt, mine?.lastSeenAt],
      [true, origin.source, origin.userAgent, began, began + 5 * MINUTE_MS],
    );
    assert.deepEqual([theirs?.isCurrent, theirs?.source, theirs?.userAgent], [false, '198.51.100.7', null]);
    const stranger = await newPerson(parts);
    for (const sessionId of [theirs?.id ?? '', '', 'nobody']) {
      await refusedWith('not_found', endOwnSession(parts, { user: stranger, sessionId, origin }));
    }
    await endOwnSession(parts, { user, sessionId: theirs?.id ?? '', origin });
    assert.deepEqual([await isOpen(other), await isOpen(token)], [false, true]);
    await refusedWith('not_found', endOwnSession(parts, { user, sessionId: theirs?.id ?? '', origin }));
  });

  test('sessions are read by pages, each once, though some began at once and others end meanwhile', async () => {
    const user = await newPerson(parts);
    const token = await enter(user);
    const at = clock.now();
    const hashOf = (number: number) => hashSecret(`session ${number} of ${user.id}`);
    await parts.database.write(async ({ query }) => {
      for (let number = 0; number < 7; number += 1) {
        await insertSession(query, {
          ...{
            tokenHash: hashOf(number),
            userId: user.id,
            createdAt: at - (number < 4 ? 0 : 1),
            expiresAt: at + 9_999,
          },
          ...{ source: `192.0.2.${number}`, userAgent: null, awaitsBanner: false, hasOldPassword: false },
        });
      }
    });
    const page = async (before: string | undefined, limit: number) =>
      listOwnSessions(parts, { user, token, page: { before, limit } });
    const first = await page(undefined, 3);
    const second = await page(first.nextBefore ?? undefined, 3);
    const third = await page(second.nextBefore ?? undefined, 3);
    const sources = [first, second, third].flatMap(({ sessions }) => sessions.map(({ source }) => source));
    assert.equal(new Set(sources).size, 8, sources.join(' '));
    assert.deepEqual([third.sessions.length, third.nextBefore], [2, null]);
    assert.equal((await page(undefined, 8)).nextBefore, null);
    const last = first.sessions.find(({ isCurrent }) => !isCurrent);
    await endOwnSession(parts, { user, sessionId: last?.id ?? '', origin });
    const after = await page(first.nextBefore ?? undefined, 3);
    assert.deepEqual(after, second);
    for (const before of ['', 'x', '1.', '1.zzzzzzzzzzzz', `${'9'.repeat(16)}.aaaaaaaaaaaa`, "1.a' or 1=1 --"]) {
      await refusedWith('invalid_request', page(before, 3));
    }
    const stranger = await newPerson(parts);
    const theirs = { user: stranger, token: await enter(stranger) };
    const seen = await listOwnSessions(parts, {
      ...theirs,
      page: { before: `${clock.now() + 1}.000000000000`, limit: 9 },
    });
    assert.equal(seen.sessions.length, 1);
  });

  test('a changed password ends the other sessions, goes on with this one, and is mailed', async () => {
    const user = await newPerson(parts);
    const [other, token] = [await enter(user), await enter(user)];
    await change(user, token, NEW_PASSWORD);
    assert.deepEqual([await isOpen(other), await isOpen(token)], [false, true]);
    await refusedWith('invalid_credentials', enter(user));
    assert.ok(await isOpen(await enter(user, origin, NEW_PASSWORD)));
    assert.deepEqual(await mailedTo(user), ['Sallyport: Your password was changed']);
  });

  test('a mail is in the language that the person chose', async () => {
    const user = await newPerson(parts);
    await chooseLanguage(parts, { user, language: 'es', origin });
    const token = await enter(user);
    const session = await findPortalSession(parts, token);
    await change(session?.user ?? user, token, NEW_PASSWORD);
    assert.deepEqual(await mailedTo(user), ['Sallyport: Su contraseña cambió']);
  });

  test("a mail to whoever chose no language is in the agency's, and in English again once it has none", async () => {
    const agencyId = 'harbor-city';
    const speak = (language: 'es' | 'en' | null) =>
      editAgency(parts, { agencyId, edit: { language }, timeZoneName: 'time_zone', actor: SYSTEM });
    const subjectOfNew = async () => {
      const email = `new-${clock.now()}@harbor.test`;
      const added = { email, firstName: 'Noa', lastName: 'New', role: 'agent', agencyId };
      const { user } = await addUser(parts, { user: added, actor: SYSTEM, mailsLink: true });
      clock.advance(1);
      return (await mailedTo(user))[0];
    };
    assert.equal(await subjectOfNew(), 'Set your Sallyport password');
    await speak('es');
    assert.equal(await subjectOfNew(), 'Establezca su contraseña de Sallyport', 'also who is added just then');
    const [silent, english] = [await newPerson(parts, { agencyId }), await newPerson(parts, { agencyId })];
    await chooseLanguage(parts, { user: english, language: 'en', origin });
    const elsewhere = await newPerson(parts);
    for (const user of [silent, english, elsewhere]) {
      const token = await enter(user);
      await change((await findPortalSession(parts, token))?.user ?? user, token, NEW_PASSWORD);
    }
    assert.deepEqual(await mailedTo(silent), ['Sallyport: Su contraseña cambió']);
    assert.deepEqual(await mailedTo(english), ['Sallyport: Your password was changed'], 'their own choice comes first');
    assert.deepEqual(await mailedTo(elsewhere), ['Sallyport: Your password was changed'], 'of that agency alone');
    const set = { values: { passwordMaximumAgeDays: 30 } };
    await setPolicy(parts, { agencyId, edit: set, actor: SYSTEM });
    clock.advance(20 * 24 * 60 * MINUTE_MS);
    await parts.database.write((tx) => remindOfPasswords(parts, tx, 500));
    assert.deepEqual((await mailedTo(silent)).at(-1), 'Sallyport: Su contraseña vence');
    assert.deepEqual((await mailedTo(english)).at(-1), 'Sallyport: Your password expires');
    await speak(null);
    assert.equal(await subjectOfNew(), 'Set your Sallyport password');
    const { records } = await searchAudit(parts, {
      filter: { agencyId, involved: [], action: 'agency.language_set', outcome: null, since: null, until: null },
      ...{ cursor: null, limit: 10, actor: SYSTEM, origin },
    });
    assert.deepEqual(
      records.map(({ detail }) => JSON.parse(detail)),
      [{ language: null }, { language: 'es' }],
    );
  });

  test("an agency's language is set by operators alone, by its name, and stands in its people's sessions", async () => {
    const operator = await newPerson(parts, { role: 'operator', agencyId: null });
    const admin = await newPerson(parts, { role: 'admin' });
    const send = async (by: User, payload: object) =>
      world.app.inject({
        ...{ method: 'PATCH', url: '/api/agencies/sandbox-county', payload },
        cookies: { sallyport_session: await enter(by) },
      });
    assert.equal((await send(admin, { language: 'es' })).statusCode, 403);
    for (const language of ['fr', 'ES', '', 5, ['es'], {}]) {
      assert.equal((await send(operator, { language })).statusCode, 400, String(language));
    }
    const answer = await send(operator, { language: 'es' });
    assert.deepEqual([answer.statusCode, answer.json().language], [200, 'es'], answer.body);
    const cookies = { sallyport_session: await enter(admin) };
    const session = (await world.app.inject({ method: 'GET', url: '/api/session', cookies })).json();
    assert.deepEqual([session.agency.language, session.user.language], ['es', null]);
    assert.equal((await send(operator, { time_zone: 'UTC' })).json().language, 'es', 'what is missing stays');
    assert.equal((await send(operator, { language: null })).json().language, null);
  });

  test('a wrong present password, a banned, the same and an earlier one change nothing', async () => {
    const edit = { values: { passwordsRemembered: 5 } };
    await setPolicy(parts, { agencyId: 'sandbox-county', edit, actor: { kind: 'system', id: 'test' } });
    const user = await newPerson(parts);
    const [other, token] = [await enter(user), await enter(user)];
    await refusedWith('invalid_credentials', change(user, token, NEW_PASSWORD, 'not the password'));
    for (const refused of ['short', 'password password', user.email, PASSWORD]) {
      await refusedWith('invalid_request', change(user, token, refused));
    }
    assert.deepEqual([await isOpen(other), await isOpen(token)], [true, true]);
    await change(user, token, NEW_PASSWORD);
    await refusedWith('invalid_request', change(user, token, PASSWORD, NEW_PASSWORD));
    const wrong = () => change(user, token, 'walnut 18 ferry compass', 'not the password');
    for (let failure = 0; failure < 5; failure += 1) await refusedWith('invalid_credentials', wrong());
    await refusedWith('invalid_credentials', change(user, token, 'walnut 18 ferry compass', NEW_PASSWORD));
  });

  test('a sign-in from a new place is mailed, the first of all and one from a known place are not', async () => {
    const user = await newPerson(parts);
    await enter(user);
    await enter(user);
    assert.deepEqual(await mailedTo(user), []);
    await enter(user, originFrom('203.0.113.5'));
    await enter(user, originFrom('203.0.113.5'));
    assert.deepEqual(await mailedTo(user), ['Sallyport: A sign-in from a new place']);
  });
});
