import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { consentedCode } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { findDeveloperByEmail, insertDeveloper } from '../../people/developers/store.ts';
import { NO_SIGN_IN_USE } from '../clients/sign-in-use.ts';
import { redeemCode } from '../grants/redeem-code.ts';
import type { Principal } from '../principals/principal.ts';
import { principalOfDeveloper } from '../principals/signed-in.ts';
import { answerAgencyRequest, listAgencyRequests } from './agency-requests/answer-request.ts';
import { askAgency } from './agency-requests/ask-agency.ts';
import { issueAgencyClient } from './agency-requests/issue-agency-client.ts';
import { readDocument } from './documents/read-document.ts';
import { recogniseDocument } from './documents/recognise-document.ts';
import { DOCUMENT_BYTES_AT_MOST, uploadDocument } from './documents/upload-document.ts';
import { listOwnApplications, readApplication, readOwnApplication } from './own-application.ts';
import { editApplication, registerApplication, submitApplication } from './register-application.ts';
import { type Decision, reviewApplication } from './review-application.ts';
import { addOwnSecret, removeOwnSecret } from './rotate-own-secret.ts';
import { findApplication } from './store.ts';
import type { ApplicationDetails } from './types.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]);

test('a document is what its bytes are: a whole PDF, PNG or JPEG, and nothing else', async () => {
  assert.deepEqual([PDF, PNG, JPEG].map(recogniseDocument), ['application/pdf', 'image/png', 'image/jpeg']);
  const bad = [
    Buffer.alloc(0),
    Buffer.from('<html><script>1</script>'),
    Buffer.from('MZ\u0090'),
    PDF.subarray(0, 20),
    PNG.subarray(0, 40),
    JPEG.subarray(0, 6),
    Buffer.concat([Buffer.from('<html>'), PDF]),
  ];
  for (const bytes of bad) {
    await refusedWith(
      'invalid_request',
      Promise.resolve().then(() => recogniseDocument(bytes)),
    );
  }
});

onEachEngine('an application', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let developer: Principal;
  let other: Principal;
  let operator: Principal;
  let count = 0;
  const origin = originFrom();

  async function newDeveloper(): Promise<Principal> {
    count += 1;
    const email = `builder-${count}@studio.test`;
    const row = { id: `developer-${count}`, email, name: 'Noor', passwordHash: 'none', createdAt: 0 };
    await world.parts.database.write((tx) => insertDeveloper(tx.query, row));
    const found = await findDeveloperByEmail(world.parts.database.read, email);
    assert.ok(found !== undefined);
    return principalOfDeveloper(found);
  }
  before(async () => {
    world = await testWorld(engine);
    developer = await newDeveloper();
    other = await newDeveloper();
    operator = signedIn(await newPerson(world.parts, { role: 'operator', agencyId: null }));
  });
  after(() => world?.stop());

  const details = (changed: Partial<ApplicationDetails> = {}): ApplicationDetails => ({
    name: 'Station Board',
    contactName: 'Noor Builder',
    contactEmail: 'noor@studio.test',
    contactPhone: '+12125550142',
    contactPhoneGiven: '(212) 555-0142',
    company: 'Board Studio',
    speaks: null,
    scopes: [],
    redirectUris: ['https://board.test/back'],
    ...NO_SIGN_IN_USE,
    ...changed,
  });
  const register = (changed: Partial<ApplicationDetails> = {}, principal = developer) =>
    registerApplication(world.parts, { details: details(changed), principal, origin });
  const about = (id: string, principal = developer) => {
    world.clock.advance(1);
    return { id, principal, origin };
  };
  const upload = (id: string, kind: 'photo_id' | 'proof_of_business', content = PDF, principal = developer) =>
    uploadDocument(world.parts, { ...about(id, principal), kind, content });
  async function submitted(changed: Partial<ApplicationDetails> = {}): Promise<string> {
    const { id } = await register(changed);
    await upload(id, 'photo_id', PNG);
    await upload(id, 'proof_of_business', PDF);
    await submitApplication(world.parts, about(id));
    return id;
  }
  const decide = (id: string, kind: Decision['kind'], text: string | undefined = undefined, legacy = {}) =>
    reviewApplication(world.parts, {
      ...about(id, operator),
      decision: { kind, text, legacy, documentsOpened: kind === 'approved' },
    });
  async function approved(changed: Partial<ApplicationDetails> = {}) {
    const id = await submitted(changed);
    const { clientId } = await decide(id, 'approved');
    assert.ok(clientId !== null);
    return { id, clientId };
  }
  async function recordsOf(subject: string): Promise<string[]> {
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'actor_kind'])
      .where('subject', '=', subject)
      .orderBy('at')
      .orderBy('number')
      .execute();
    return rows.map(({ action, actor_kind }) => `${action} by ${actor_kind}`).sort();
  }

  test('goes from draft over a question to approval, and every step is recorded and followed', async () => {
    const { id, state } = await register();
    assert.equal(state, 'draft');
    await refusedWith('conflict', submitApplication(world.parts, about(id)));
    await upload(id, 'photo_id', PNG);
    await upload(id, 'proof_of_business', PDF);
    await submitApplication(world.parts, about(id));
    await refusedWith('conflict', submitApplication(world.parts, about(id)));
    await refusedWith('conflict', editApplication(world.parts, { ...about(id), edit: { name: 'Other' } }));
    await refusedWith('conflict', upload(id, 'photo_id'));
    await refusedWith('invalid_request', decide(id, 'more_asked', '  '));
    await decide(id, 'more_asked', 'The licence is of last year');
    await refusedWith('conflict', decide(id, 'approved'));
    await upload(id, 'proof_of_business', JPEG);
    await editApplication(world.parts, { ...about(id), edit: { company: 'Board Studio Ltd' } });
    await submitApplication(world.parts, about(id));
    const unopened = { kind: 'approved', text: 'Welcome', legacy: {}, documentsOpened: false } as const;
    const refusal = await refusedWith(
      'invalid_request',
      reviewApplication(world.parts, { ...about(id, operator), decision: unopened }),
    );
    assert.match(refusal.message, /`documents_opened` must be true/);
    assert.equal((await findApplication(world.parts.database.read, id))?.state, 'submitted');
    const approval = await decide(id, 'approved');
    assert.equal(approval.clientId, 'station-board');
    assert.equal(approval.company, 'Board Studio Ltd');
    const followed = await readOwnApplication(world.parts, about(id));
    assert.deepEqual(
      followed.steps.map(({ step }) => step),
      [
        'registered',
        'document_uploaded',
        'document_uploaded',
        'submitted',
        'more_asked',
        'document_uploaded',
        'edited',
        'submitted',
        'approved',
      ],
    );
    assert.equal(followed.steps.find(({ step }) => step === 'more_asked')?.text, 'The licence is of last year');
    const records = await recordsOf(id);
    assert.equal(records.length, 9);
    assert.ok(records.includes('application.approved by user'));
    assert.ok(records.includes('application.submitted by developer'));
  });

  test('without a redirect URI comes back to http://localhost; one that must never be redirected to is refused', async () => {
    assert.deepEqual((await register({ redirectUris: [] })).redirectUris, ['http://localhost']);
    for (const uri of [
      'http://board.test/back',
      'javascript:alert(1)',
      'https://board.test/#x',
      'https://u:p@board.test/',
    ]) {
      await refusedWith('invalid_request', register({ redirectUris: [uri] }));
    }
  });

  test('is its developer’s alone: to another developer it is as if it did not exist, and to operators while it is a draft', async () => {
    const { id } = await register();
    const words = new Set<string>();
    for (const unknown of [id, 'no-such-application']) {
      const { message } = await refusedWith('not_found', readOwnApplication(world.parts, about(unknown, other)));
      words.add(message);
      await refusedWith(
        'not_found',
        editApplication(world.parts, { ...about(unknown, other), edit: { name: 'Mine' } }),
      );
      await refusedWith('not_found', upload(unknown, 'photo_id', PDF, other));
      await refusedWith('not_found', submitApplication(world.parts, about(unknown, other)));
      await refusedWith('not_found', addOwnSecret(world.parts, about(unknown, other)));
      await refusedWith('not_found', readApplication(world.parts, unknown));
      await refusedWith('not_found', decide(unknown, 'approved'));
    }
    assert.equal(words.size, 1);
    assert.deepEqual(await listOwnApplications(world.parts, other), []);
  });

  test('has documents that only a later one replaces; every read by an operator is recorded', async () => {
    const id = await submitted();
    const ask = (kind: string) => readDocument(world.parts, { applicationId: id, kind, principal: operator, origin });
    const document = await ask('photo_id');
    assert.equal(document.mediaType, 'image/png');
    assert.ok(document.content.equals(PNG));
    await refusedWith('not_found', ask('passport'));
    const reads = (await recordsOf(id)).filter((record) => record === 'application.document_read by user');
    assert.equal(reads.length, 1);
  });

  test('refuses a document over 5 MiB and one that is not what it states, and keeps the one before', async () => {
    const { id } = await register();
    await upload(id, 'photo_id', PNG);
    await refusedWith('invalid_request', upload(id, 'photo_id', Buffer.alloc(DOCUMENT_BYTES_AT_MOST + 1)));
    await refusedWith('invalid_request', upload(id, 'photo_id', Buffer.from('<svg onload="x"/>')));
    const [document] = (await readOwnApplication(world.parts, about(id))).documents;
    assert.deepEqual([document?.mediaType, document?.sizeBytes], ['image/png', PNG.length]);
  });

  test("is refused a document where all of its developer's would take more than they may, and may replace one", async () => {
    const settings = { ...world.parts.settings, developerDocumentMegabytes: 1 };
    const padded = (kilobytes: number) =>
      Buffer.concat([PDF.subarray(0, 9), Buffer.alloc(kilobytes * 1_024, ' '), PDF]);
    const put = (id: string, kind: 'photo_id' | 'proof_of_business', content: Buffer, principal: Principal) =>
      uploadDocument({ ...world.parts, settings }, { ...about(id, principal), kind, content });
    const own = await newDeveloper();
    const [first, second] = [(await register({}, own)).id, (await register({}, own)).id];
    await put(first, 'photo_id', padded(500), own);
    await refusedWith('conflict', put(second, 'photo_id', padded(600), own));
    await put(second, 'proof_of_business', padded(400), own);
    await put(first, 'photo_id', padded(600), own);
    await refusedWith('conflict', put(second, 'photo_id', padded(100), own));
  });

  test('is answered once: of operators who decide at once, one wins and the others are refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await submitted({ name: `Raced ${round}` });
      const results = await atOnce(6, (index) =>
        index % 2 === 0 ? decide(id, 'approved') : decide(id, 'declined', 'Not a business'),
      );
      assert.equal(succeeded(results).length, 1);
      for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
      const { state, clientId } = await readApplication(world.parts, id);
      const clients = await world.parts.database.read
        .selectFrom('clients')
        .select('id')
        .where('application_id', '=', id)
        .execute();
      assert.equal(clients.length, state === 'approved' ? 1 : 0);
      assert.equal(clientId !== null, state === 'approved');
    }
  });

  test('gets a client id of its own, derived from its name, also where several of one name are approved at once', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => submitted({ name: 'Café Füme!' })));
    const results = await atOnce(3, (index) => decide(ids[index] ?? '', 'approved'));
    const clientIds = succeeded(results).map(({ clientId }) => clientId);
    assert.deepEqual(clientIds.sort(), ['cafe-fume', 'cafe-fume-2', 'cafe-fume-3']);
    assert.equal((await approved({ name: '救急' })).clientId, 'application');
  });

  test('has no secret until its developer asks, then two at most, so that one follows the other without an outage', async () => {
    const { id, clientId } = await approved();
    assert.deepEqual((await world.parts.clients.find(clientId))?.secrets, []);
    const first = await addOwnSecret(world.parts, about(id));
    const second = await addOwnSecret(world.parts, about(id));
    assert.notEqual(first.clientSecret.reveal(), second.clientSecret.reveal());
    await refusedWith('conflict', addOwnSecret(world.parts, about(id)));
    const remove = (secretId: string) => removeOwnSecret(world.parts, { ...about(id), secretId });
    await remove(first.secretId);
    await refusedWith('conflict', remove(second.secretId));
    await refusedWith('conflict', addOwnSecret(world.parts, about((await register()).id)));
  });

  test('has its new redirect URIs at once when they change after approval, and nothing else of it changes', async () => {
    const { id, clientId } = await approved();
    const edit = (changed: Partial<ApplicationDetails>) =>
      editApplication(world.parts, { ...about(id), edit: changed });
    await edit({ redirectUris: ['https://board.test/new', 'http://127.0.0.1/back'] });
    const client = await world.parts.clients.find(clientId);
    assert.deepEqual(client?.redirectUris, ['https://board.test/new', 'http://127.0.0.1/back']);
    await refusedWith('invalid_request', edit({ redirectUris: ['http://board.test/plain'] }));
    await refusedWith('conflict', edit({ name: 'Another name' }));
    await refusedWith('conflict', edit({ redirectUris: ['https://board.test/'], company: 'Another' }));
  });

  test('works at once: an agency consents, and its code is redeemed', async () => {
    const { id, clientId } = await approved({ redirectUris: ['https://responder.test/callback'] });
    await addOwnSecret(world.parts, about(id));
    const client = await world.parts.clients.find(clientId);
    assert.ok(client !== undefined);
    const issued = await redeemCode(world.parts, { ...(await consentedCode(world.parts, { client })), origin });
    assert.ok(issued.refreshToken !== undefined);
  });

  test('asks an agency, which answers once; credentials for it answer an open question with yes', async () => {
    const { id } = await approved();
    const ask = (agencyId: string) =>
      askAgency(world.parts, { ...about(id), agencyId, purpose: 'Boards in your stations' });
    const { id: requestId } = await ask('harbor-city');
    await refusedWith('conflict', ask('harbor-city'));
    await refusedWith('not_found', ask('nowhere-county'));
    const admin = signedIn(await newPerson(world.parts, { role: 'admin', agencyId: 'harbor-city' }));
    const answer = (agencyId: string, state: 'granted' | 'declined', text?: string) =>
      answerAgencyRequest(world.parts, { id: requestId, agencyId, state, answer: text, principal: admin, origin });
    await refusedWith('not_found', answer('sandbox-county', 'granted'));
    await refusedWith('invalid_request', answer('harbor-city', 'declined'));
    const results = await atOnce(4, () => answer('harbor-city', 'declined', 'Not this year'));
    assert.equal(succeeded(results).length, 1);
    for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
    await ask('harbor-city');
    const choice = {
      integrationKind: 'psap',
      scopes: ['alerts', 'deeplinks'],
      grantTypes: ['client_credentials', 'password'],
      accessTokenTtlSeconds: 3_600,
      legacy: { passwordGrant: true },
      callflow: undefined,
    } as const;
    const issue = (changed: object = {}, applicationId = id) =>
      issueAgencyClient(world.parts, {
        applicationId,
        agencyId: 'harbor-city',
        choice: { ...choice, ...changed },
        principal: admin,
        origin,
      });
    await refusedWith('invalid_request', issue({ legacy: {} }));
    await refusedWith('invalid_request', issue({ scopes: ['alerts:trigger'] }));
    await refusedWith('not_found', issue({}, (await register()).id));
    const { client } = await issue();
    assert.match(client.id, /^station-board-harbor-city/);
    assert.deepEqual([client.agencyId, client.settings.legacy.passwordGrant], ['harbor-city', true]);
    const states = (await listAgencyRequests(world.parts, 'harbor-city')).map(({ state }) => state);
    assert.deepEqual(states, ['granted', 'declined']);
  });
});
