import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { newAdministrator } from '../../../../testing/src/consents.ts';
import { crashingBeforeCommit, Gone } from '../../../../testing/src/crashes.ts';
import { newDeviceClient, newDeviceCodes } from '../../../../testing/src/devices.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Client } from '../clients/types.ts';
import type { Principal } from '../principals/principal.ts';
import type { IssuedToken } from '../tokens/types.ts';
import { decideDeviceAuthorization } from './decide-device-authorization.ts';
import { redeemDeviceCode } from './redeem-device-code.ts';

const HISTORIES = { sqlite: 250, postgres: 60 } as const;
const LIFETIME_MS = 600_000;

/** What a history is made of; a process that `crashes` is gone after its last statement, before the commit. */
type Step =
  | { readonly kind: 'poll'; readonly process: 0 | 1; readonly crashes: boolean }
  | { readonly kind: 'decide'; readonly process: 0 | 1; readonly crashes: boolean; readonly isYes: boolean }
  | { readonly kind: 'wait'; readonly milliseconds: number };

type Answer = 'tokens' | 'authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token' | 'invalid_grant';

interface Model {
  state: 'waiting' | 'allowed' | 'denied' | 'redeemed' | 'reused';
  polledAt: number | null;
  intervalMs: number;
}

const processes = fc.constantFrom<0 | 1>(0, 1);
const crashes = fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 4);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('poll' as const), process: processes, crashes }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('decide' as const), process: processes, crashes, isYes: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, 4_999, 5_000, 10_000, 15_000, LIFETIME_MS - 20_000),
    }),
  },
);

onEachEngine('the states of a device authorization', (engine) => {
  let worlds: Awaited<ReturnType<typeof testWorld>>[];
  let client: Client;
  let principal: Principal;
  before(async () => {
    const settings = { limitTokensPerMinute: 0, limitSignInsPerMinute: 0 };
    const first = await testWorld(engine, settings);
    worlds = [first, await testWorld(engine, settings, first.clock)];
    client = await newDeviceClient(first.parts, { isPublic: true });
    principal = await newAdministrator(first.parts);
  });
  after(async () => {
    for (const world of worlds) await world.stop();
  });

  /** Runs one history against the server and against what RFC 8628 states; both must agree at every step. */
  async function holds(history: readonly Step[]): Promise<void> {
    const [{ parts, clock } = assert.fail()] = worlds;
    const partsOf = (step: { process: 0 | 1; crashes: boolean }) => {
      const own = worlds[step.process]?.parts ?? assert.fail();
      return step.crashes ? crashingBeforeCommit(own) : own;
    };
    const { deviceCode, userCode } = await newDeviceCodes(parts, client);
    const expiresAt = clock.now() + LIFETIME_MS;
    const model: Model = { state: 'waiting', polledAt: null, intervalMs: 5_000 };
    const given: IssuedToken[] = [];

    /** What a poll must be answered with, from RFC 8628 section 3.5. */
    function answerTo(): Answer {
      if (model.state === 'redeemed' || model.state === 'reused') return 'invalid_grant';
      if (clock.now() >= expiresAt) return 'expired_token';
      if (model.state === 'denied') return 'access_denied';
      if (model.state === 'allowed') return 'tokens';
      return model.polledAt !== null && clock.now() < model.polledAt + model.intervalMs
        ? 'slow_down'
        : 'authorization_pending';
    }

    function polled(answer: Answer): void {
      if (answer === 'tokens') model.state = 'redeemed';
      if (answer === 'invalid_grant') model.state = 'reused';
      if (answer === 'slow_down') model.intervalMs += 5_000;
      if (answer === 'slow_down' || answer === 'authorization_pending') model.polledAt = clock.now();
    }

    for (const step of history) {
      if (step.kind === 'wait') clock.advance(step.milliseconds);
      if (step.kind === 'decide') {
        const answer = { userCode, principal, scopes: step.isYes ? ['read_alert'] : [], origin: originFrom() };
        const deciding = decideDeviceAuthorization(partsOf(step), answer);
        const isWaiting = model.state === 'waiting' && clock.now() < expiresAt;
        if (!isWaiting) await assert.rejects(deciding, { code: 'not_found' });
        else if (step.crashes) await assert.rejects(deciding, Gone);
        else {
          await deciding;
          model.state = step.isYes ? 'allowed' : 'denied';
        }
      }
      if (step.kind === 'poll') {
        const wanted = answerTo();
        const request = { client, deviceCode, origin: originFrom() };
        const outcome = await redeemDeviceCode(partsOf(step), request).catch((err: unknown) => err);
        const isWritten = wanted !== 'expired_token' && wanted !== 'access_denied';
        if (step.crashes && isWritten) assert.ok(outcome instanceof Gone, String(outcome));
        else {
          if (wanted !== 'tokens')
            assert.ok(outcome instanceof DomainError && outcome.code === wanted, String(outcome));
          else given.push(outcome as IssuedToken);
          polled(wanted);
        }
      }
    }

    // One grant at the most, with one family of refresh tokens, and in force unless its code was used again.
    assert.ok(given.length <= 1);
    for (const { accessToken } of given) {
      const [, payload = ''] = accessToken.split('.');
      const { grant_id: grantId } = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const { read } = parts.database;
      const grant = await read.selectFrom('grants').selectAll().where('id', '=', grantId).executeTakeFirstOrThrow();
      assert.equal(grant.revoked_at !== null, model.state === 'reused');
      const family = await read.selectFrom('refresh_tokens').selectAll().where('grant_id', '=', grantId).execute();
      assert.equal(family.length, 1);
    }
  }

  test('[RFC 8628 3.5] no history of polls, answers, crashes and waits gives more than one grant', async () => {
    await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), holds), {
      numRuns: HISTORIES[engine.name],
      endOnFailure: false,
    });
  });
});
