import type { Random } from '../../../kernel/random.ts';
import type { Delivery, Outcome } from '../deliveries/types.ts';
import type { DisabledReason, Health } from '../subscription/types.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** A delivery is retried for so long after its first attempt. */
export const GIVEN_UP_AFTER_MS = 72 * HOUR_MS;
const FIRST_DELAY_MS = SECOND_MS;
const DELAY_FACTOR = 3;
const LONGEST_DELAY_MS = 6 * HOUR_MS;
const LONGEST_RETRY_AFTER_MS = HOUR_MS;
/** An endpoint that fails is tried so often at least, where there is something to try it with. */
export const LONGEST_REST_MS = 60 * SECOND_MS;
/** So many incidents in a row fail before the endpoint, and not one of them, is taken to be the reason. */
const INCIDENTS_THAT_ARE_THE_ENDPOINT = 3;

/** A number of [0.5, 1.5): what failed together is not retried together. */
function jitter(random: Random): number {
  return 0.5 + random.bytes(4).readUInt32BE() / 2 ** 32;
}

/** 1 s after the first attempt, three times as long after each one that follows, 6 h at most; each half as much more or less. */
function nextDelayMs(attempts: number, random: Random): number {
  return Math.round(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * DELAY_FACTOR ** (attempts - 1)) * jitter(random));
}

/** How long the endpoint asked for, an hour at most; null where it did not ask or another status than these states nothing by it. */
function askedDelayMs({ status, retryAfterMs }: Outcome): number | null {
  if (retryAfterMs === null || (status !== 429 && status !== 503)) return null;
  return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
}

/** The delivery after an attempt: delivered, to be retried, or given up three days after its first attempt. */
export function afterAttempt(delivery: Delivery, outcome: Outcome, random: Random): Delivery {
  const attempts = delivery.attempts + 1;
  const firstAttemptAt = delivery.firstAttemptAt ?? outcome.at;
  const isGivenUp = !outcome.isDelivered && outcome.at - firstAttemptAt >= GIVEN_UP_AFTER_MS;
  const isFinished = outcome.isDelivered || isGivenUp;
  // Whatever the endpoint asks for, never sooner than by our own steps.
  const delayMs = isFinished ? 0 : Math.max(askedDelayMs(outcome) ?? 0, nextDelayMs(attempts, random));
  return {
    id: delivery.id,
    subscriptionId: delivery.subscriptionId,
    seq: delivery.seq,
    incidentId: delivery.incidentId,
    eventType: delivery.eventType,
    state: outcome.isDelivered ? 'delivered' : isGivenUp ? 'failed' : delivery.state,
    attempts,
    firstAttemptAt,
    nextAttemptAt: isFinished ? null : outcome.at + delayMs,
    lastAttemptAt: outcome.at,
    status: outcome.status,
    answer: outcome.answer,
    fault: outcome.fault,
    durationMs: outcome.durationMs,
    finishedAt: isFinished ? outcome.at : delivery.finishedAt,
    createdAt: delivery.createdAt,
  };
}

/**
 * The endpoint's health after an attempt. It rests when it asks to be left alone, and when one incident after the other
 * fails: then a single delivery tries it, twice as long after each failure, at most a minute apart. `failedIncidents` are those
 * since the last success.
 */
export function healthAfter(health: Health, outcome: Outcome, failedIncidents: number): Health {
  if (outcome.isDelivered) {
    return { failureCount: 0, failingSince: null, restingUntil: null, lastSuccessAt: outcome.at };
  }
  const failureCount = health.failureCount + 1;
  // Where an agency has few incidents they fail again and again: each failure counts, and not each incident alone.
  const failed = Math.max(failedIncidents, failureCount) - INCIDENTS_THAT_ARE_THE_ENDPOINT;
  const restMs = isEndpointFailing(failedIncidents) ? Math.min(LONGEST_REST_MS, SECOND_MS * 2 ** failed) : null;
  const askedMs = askedDelayMs(outcome);
  const asked = askedMs === null && restMs === null ? null : Math.max(askedMs ?? 0, restMs ?? 0);
  return {
    failureCount,
    failingSince: health.failingSince ?? outcome.at,
    restingUntil: asked === null ? health.restingUntil : Math.max(health.restingUntil ?? 0, outcome.at + asked),
    lastSuccessAt: health.lastSuccessAt,
  };
}

/** True where what was sent last arrived: an endpoint that nothing was sent to yet may be one that never answers. */
export function hasAnsweredLast({ failureCount, lastSuccessAt }: Health): boolean {
  return failureCount === 0 && lastSuccessAt !== null;
}

/** True where the endpoint itself is taken to be the reason, so that one delivery at a time is enough to try it. */
export function isEndpointFailing(failedIncidents: number): boolean {
  return failedIncidents >= INCIDENTS_THAT_ARE_THE_ENDPOINT;
}

/** Why the subscription ends with this attempt: 410, or a delivery given up with nothing delivered since its first attempt. */
export function reasonToDisable(delivery: Delivery, outcome: Outcome, health: Health): DisabledReason | null {
  if (outcome.status === 410) return 'gone';
  const { state, firstAttemptAt } = delivery;
  const isAlone = health.failingSince !== null && health.failingSince <= (firstAttemptAt ?? 0);
  return state === 'failed' && isAlone ? 'failing' : null;
}
