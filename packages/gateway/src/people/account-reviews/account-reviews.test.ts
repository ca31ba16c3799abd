import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { editUser } from '../administration/administer-user.ts';
import { setPolicy } from '../administration/set-policy.ts';
import type { User } from '../users/types.ts';
import { countOverdueReviews } from './overdue-accounts.ts';
import { confirmAccount, listAccountReviews } from './review-accounts.ts';

const AGENCY = 'sandbox-county';
const DAY_MS = 86_400_000;

onEachEngine('the review of accounts', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let admin: User;
  before(async () => {
    world = await testWorld(engine);
    admin = await newPerson(world.parts, { role: 'admin', firstName: 'Avery', lastName: 'Admin' });
  });
  after(() => world.stop());

  const asked = (userId: string, by: User = admin, agencyId = AGENCY) => ({
    ...{ agencyId, userId, actor: { kind: 'user', id: by.id } as const, origin: originFrom() },
  });
  const confirm = (userId: string, by?: User, agencyId?: string) =>
    confirmAccount(world.parts, asked(userId, by, agencyId));
  const set = (days: number | null) =>
    setPolicy(world.parts, {
      ...{ agencyId: AGENCY, edit: { values: { accountReviewDays: days } }, actor: SYSTEM, origin: originFrom() },
    });
  const reviewOf = async ({ id }: User) =>
    (await listAccountReviews(world.parts, AGENCY)).accounts.find(({ user }) => user.id === id);

  test('is due so many days after an account was added, confirmed or enabled anew, where the policy asks for one', async () => {
    const person = await newPerson(world.parts);
    assert.equal((await reviewOf(person))?.dueAt, null);
    await set(365);
    assert.equal((await listAccountReviews(world.parts, AGENCY)).days, 365);
    assert.equal((await reviewOf(person))?.dueAt, person.createdAt + 365 * DAY_MS);
    world.clock.advance(365 * DAY_MS - 1);
    assert.equal((await reviewOf(person))?.isDue, false);
    world.clock.advance(1);
    assert.equal((await reviewOf(person))?.isDue, true);
    const before = await countOverdueReviews(world.parts.database.read, world.clock.now());
    assert.ok(before.accounts >= 2);
    assert.equal(before.agencies, 1);

    await confirm(person.id);
    const review = await reviewOf(person);
    const at = world.clock.now();
    assert.deepEqual(
      [review?.reviewedAt, review?.reviewedBy, review?.dueAt, review?.isDue],
      [at, 'Avery Admin', at + 365 * DAY_MS, false],
    );
    const overdue = await countOverdueReviews(world.parts.database.read, at);
    assert.equal(overdue.accounts, before.accounts - 1);
    const record = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['actor_id', 'agency_id'])
      .where('action', '=', 'user.reviewed')
      .where('subject', '=', person.id)
      .executeTakeFirstOrThrow();
    assert.deepEqual([record.actor_id, record.agency_id], [admin.id, AGENCY]);

    const disable = (isDisabled: boolean) => editUser(world.parts, { ...asked(person.id), edit: { isDisabled } });
    await disable(true);
    assert.equal(await reviewOf(person), undefined);
    await refusedWith('conflict', confirm(person.id));
    world.clock.advance(400 * DAY_MS);
    await disable(false);
    assert.equal((await reviewOf(person))?.isDue, false);
    await set(null);
    assert.equal((await countOverdueReviews(world.parts.database.read, world.clock.now())).accounts, 0);
  });

  test('of an operator is by another one, and by themself where there is none, which the audit states', async () => {
    const { parts, clock } = world;
    const listed = async () => (await listAccountReviews(parts, null)).accounts;
    const asOperator = (userId: string, by: string, agencyId: string | null = null) =>
      confirmAccount(parts, { ...asked(userId), agencyId, actor: { kind: 'user', id: by } });
    const [sole, ...none] = await listed();
    assert.deepEqual([sole?.dueAt, none], [null, []]);
    const soleId = sole?.user.id ?? '';
    await asOperator(soleId, soleId);
    const details = await parts.database.read
      .selectFrom('audit_records')
      .select(['agency_id', 'detail'])
      .where('action', '=', 'user.reviewed')
      .where('subject', '=', soleId)
      .execute();
    assert.deepEqual(
      details.map(({ agency_id, detail }) => [agency_id, JSON.parse(detail)]),
      [[null, { own_account: true, only_operator: true }]],
    );
    const other = await newPerson(parts, { agencyId: null, role: 'operator', firstName: 'Olive', lastName: 'Other' });
    await assert.rejects(asOperator(soleId, soleId), /Ask another operator to confirm your account/);
    await setPolicy(parts, { agencyId: null, edit: { values: { accountReviewDays: 30 } }, actor: SYSTEM });
    clock.advance(30 * DAY_MS);
    assert.equal((await countOverdueReviews(parts.database.read, clock.now())).operators, 2);
    await asOperator(soleId, other.id);
    const review = (await listed()).find(({ user }) => user.id === soleId);
    assert.deepEqual([review?.reviewedBy, review?.isDue], ['Olive Other', false]);
    assert.equal((await countOverdueReviews(parts.database.read, clock.now())).operators, 1);
    await refusedWith('not_found', asOperator(admin.id, other.id));
    await refusedWith('not_found', asOperator(other.id, soleId, AGENCY));
    await refusedWith('forbidden', asOperator(other.id, admin.id));
    await setPolicy(parts, { agencyId: null, edit: { values: { accountReviewDays: null } }, actor: SYSTEM });
  });

  test('is by somebody else, of the agency, who may do as much', async () => {
    const person = await newPerson(world.parts);
    const supervisor = await newPerson(world.parts, { role: 'supervisor' });
    await refusedWith('conflict', confirm(admin.id));
    await refusedWith('forbidden', confirm(admin.id, supervisor));
    await refusedWith('not_found', confirm(person.id, admin, 'harbor-city'));
    await refusedWith('not_found', confirm('nobody'));
    await confirm(person.id, supervisor);
    assert.equal((await reviewOf(admin))?.reviewedAt, null);
  });
});
