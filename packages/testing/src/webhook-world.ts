import type { ResolveHost } from '../../gateway/src/delivery/webhooks/addresses/host-resolver.ts';
import type { GivenAuthentication, Subscription } from '../../gateway/src/delivery/webhooks/subscription/types.ts';
import { createSubscription } from '../../gateway/src/delivery/webhooks/subscriptions/create-subscription.ts';
import type { Tracing } from '../../gateway/src/kernel/tracing/tracing.ts';
import { callerOf } from './caller.ts';
import type { Engine } from './engines.ts';
import { originFrom } from './people.ts';
import { type TestClock, testClock, testWorld } from './world.ts';

export const OWNER = { agencyId: 'sandbox-county', clientId: null };
export const BY = { actor: { kind: 'system', id: 'test' }, origin: originFrom() } as const;
/** An attempt that a busy machine is late with would be made again by a clock that stands, and never arrive. */
export const TIMEOUT_SECONDS = 30;

/**
 * The gateway with a worker, and what a test of webhooks does in it; `timeoutSeconds` is what an attempt has. Where a test verifies
 * signatures, by a library with a clock of its own, `clock` is a running one.
 */
export async function webhookWorld(
  engine: Engine,
  {
    clock = testClock(Date.now()),
    resolveHost,
    tracing = null,
    timeoutSeconds = TIMEOUT_SECONDS,
  }: { clock?: TestClock; resolveHost?: ResolveHost; tracing?: Tracing | null; timeoutSeconds?: number } = {},
) {
  // A clock that stands between moves lets no allowance grow back.
  const config = { webhookTimeoutSeconds: timeoutSeconds, limitTokensPerMinute: 0, limitAlertsPerMinute: 0 };
  const world = await testWorld(engine, config, clock, resolveHost, undefined, undefined, tracing);
  // A new token each time: tests move the clock by days.
  const post = async (path: string, body: object) => {
    const call = await callerOf(world.app, 'sandbox-call-handling');
    const answer = await call('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    ...world,
    async subscribe(
      url: string,
      changed: { authentication?: GivenAuthentication; dialect?: string; eventTypes?: readonly string[] } = {},
    ): Promise<{ subscription: Subscription; secret: string }> {
      const { subscription, secret } = await createSubscription(world.parts, {
        owner: OWNER,
        name: 'Test',
        url,
        dialect: changed.dialect ?? 'native',
        eventTypes: changed.eventTypes ?? ['incident.created', 'note.added'],
        authentication: changed.authentication ?? { kind: 'none' },
        ...BY,
      });
      return { subscription, secret: secret.reveal() };
    },
    async openCall(): Promise<string> {
      return (await post('/api/incidents', { call: { caller_phone_number: '+15555550123' } })).id;
    },
    async note(incidentId: string, text: string): Promise<void> {
      await post(`/api/incidents/${incidentId}/notes`, { text });
    },
  };
}

export type WebhookWorld = Awaited<ReturnType<typeof webhookWorld>>;
