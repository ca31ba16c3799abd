import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { newAdministrator, newConsentClient, newGrantTokens } from '../../../../testing/src/consents.ts';
import { crashingBeforeCommit, Gone } from '../../../../testing/src/crashes.ts';
import { DEVICE_CODE_GRANT, newDeviceTokens } from '../../../../testing/src/devices.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Client } from '../clients/types.ts';
import type { Principal } from '../principals/principal.ts';
import { REPLAY_WINDOW_MS, refreshAccess } from './refresh-access.ts';
import { revokeGrant } from './revoke-grant.ts';

const GRANT_TTL_SECONDS = 60;
const HISTORIES = { sqlite: 300, postgres: 60 } as const;

/** How the application was asked for: by a browser's code, or by a device's. */
type Beginning = 'code' | 'device';
/**
 * What a history is made of. `process` states which of two processes does it, `age` which of the tokens is used, newest
 * first; a process that `crashes` is gone after the last statement of its transaction, before the commit.
 */
type Step =
  | { readonly kind: 'refresh'; readonly process: 0 | 1; readonly age: number; readonly crashes: boolean }
  | { readonly kind: 'revoke'; readonly process: 0 | 1; readonly crashes: boolean }
  | { readonly kind: 'wait'; readonly milliseconds: number };

const processes = fc.constantFrom<0 | 1>(0, 1);
const crashes = fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 4);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('refresh' as const), process: processes, age: fc.nat(2), crashes }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), process: processes, crashes }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, 5_000, REPLAY_WINDOW_MS - 1, REPLAY_WINDOW_MS, 30_000),
    }),
  },
);

interface ModelToken {
  readonly text: string;
  spentAt: number | null;
  answer: string | null;
}

onEachEngine('the states of a grant', (engine) => {
  let worlds: Awaited<ReturnType<typeof testWorld>>[];
  let client: Client;
  let principal: Principal;
  before(async () => {
    const first = await testWorld(engine, { limitTokensPerMinute: 0 });
    worlds = [first, await testWorld(engine, { limitTokensPerMinute: 0 }, first.clock)];
    const grantTypes = ['authorization_code', DEVICE_CODE_GRANT, 'refresh_token'];
    client = await newConsentClient(first.parts, { isPublic: true, grantTypes, grantTtlSeconds: GRANT_TTL_SECONDS });
    principal = await newAdministrator(first.parts);
  });
  after(async () => {
    for (const world of worlds) await world.stop();
  });

  /** Runs one history against the server and against what RFC 9700 section 4.14.2 states; both must agree at every step. */
  async function holds(beginning: Beginning, history: readonly Step[]): Promise<void> {
    const [{ parts, clock } = assert.fail()] = worlds;
    const partsOf = ({ process, crashes }: { process: 0 | 1; crashes: boolean }) => {
      const own = worlds[process]?.parts ?? assert.fail();
      return crashes ? crashingBeforeCommit(own) : own;
    };
    const newTokens = beginning === 'code' ? newGrantTokens : newDeviceTokens;
    const first = await newTokens(parts, { client, principal });
    const endsAt = clock.now() + GRANT_TTL_SECONDS * 1000;
    const grantId = JSON.parse(Buffer.from(first.accessToken.split('.')[1] ?? '', 'base64url').toString()).grant_id;
    const tokens: ModelToken[] = [{ text: first.refreshToken, spentAt: null, answer: null }];
    const accessTokens = [first.accessToken];
    let isRevoked = false;

    /** What the answer must be: `new`, the old answer, or a refusal, which ends a grant that was still in force. */
    function expected(index: number): 'new' | 'same' | 'refused' | 'ended' {
      const used = tokens[index] ?? assert.fail();
      if (isRevoked || clock.now() >= endsAt) return 'refused';
      if (used.spentAt === null) return 'new';
      const isSuccessorUnused = tokens[index + 1]?.spentAt === null;
      return isSuccessorUnused && clock.now() < used.spentAt + REPLAY_WINDOW_MS ? 'same' : 'ended';
    }

    for (const step of history) {
      if (step.kind === 'wait') clock.advance(step.milliseconds);
      if (step.kind === 'revoke') {
        const request = { agencyId: 'sandbox-county', grantId, principal, origin: originFrom() };
        const revoking = revokeGrant(partsOf(step), request);
        await (step.crashes ? assert.rejects(revoking, Gone) : revoking);
        isRevoked ||= !step.crashes;
      }
      if (step.kind === 'refresh') {
        const index = Math.max(0, tokens.length - 1 - step.age);
        const used = tokens[index] ?? assert.fail();
        const wanted = expected(index);
        const request = { client, refreshToken: used.text, scope: undefined, origin: originFrom() };
        const outcome = await refreshAccess(partsOf(step), request).catch((err: unknown) => err);
        if (step.crashes) {
          // Nothing of it happened: the model stays as it is, and the next steps show whether the server does.
          assert.ok(outcome instanceof (wanted === 'refused' ? Error : Gone), String(outcome));
        } else if (wanted === 'refused' || wanted === 'ended') {
          isRevoked ||= wanted === 'ended';
          assert.ok(outcome instanceof DomainError && outcome.code === 'invalid_grant', String(outcome));
        } else {
          assert.ok(!(outcome instanceof Error), String(outcome));
          const answer = outcome as { accessToken: string; refreshToken: string };
          if (wanted === 'same') assert.equal(JSON.stringify(answer), used.answer);
          else {
            used.spentAt = clock.now();
            used.answer = JSON.stringify(answer);
            tokens.push({ text: answer.refreshToken, spentAt: null, answer: null });
            accessTokens.push(answer.accessToken);
          }
        }
      }
    }
    // Nothing outlives a revocation: what every process remembers of it is read back from the database.
    if (!isRevoked) return;
    const voided = await parts.database.read
      .selectFrom('access_changes')
      .select('subject')
      .where('kind', '=', 'grant')
      .where('subject', '=', grantId)
      .execute();
    assert.equal(voided.length, 1);
    for (const { text } of tokens) {
      const request = { client, refreshToken: text, scope: undefined, origin: originFrom() };
      await assert.rejects(refreshAccess(parts, request), { code: 'invalid_grant' });
    }
  }

  test('[RFC 9700 4.14.2] no history of refreshes, replays, revocations, crashes and waits gives more than it should', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Beginning>('code', 'device'),
        fc.array(steps, { minLength: 1, maxLength: 14 }),
        holds,
      ),
      { numRuns: HISTORIES[engine.name], endOnFailure: false },
    );
  });
});
