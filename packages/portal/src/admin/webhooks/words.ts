import type { WebhookDelivery, WebhookList, WebhookSubscription } from '@sallyport/contract';
import { durationText } from '../../time/age.ts';
import type { Times } from '../../time/use-times.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { serverText, translated } from '../../words/translated.ts';

/** What a dialect's messages are, as the server describes them, in the page's language; one that it does not describe by its name. */
export function dialectText({ descriptions = {} }: Pick<WebhookList, 'descriptions'>, dialect: string): string {
  return Object.hasOwn(descriptions, dialect) ? serverText(descriptions[dialect] ?? dialect) : dialect;
}

export const STATE_TEXT: Readonly<Record<WebhookSubscription['state'], Text>> = {
  active: 'Active',
  paused: 'Paused',
  disabled: 'Disabled',
};

/** Why the server disabled a webhook, in a sentence. */
export function disabledText({ disabled_reason }: WebhookSubscription): string {
  if (disabled_reason === 'gone') return translated('Its endpoint answered 410 Gone.');
  if (disabled_reason === 'failing') return translated('Nothing could be delivered to it for three days.');
  if (disabled_reason === 'ended')
    return translated('The access of the person, or the consent, that made it was ended.');
  return translated('The server disabled it.');
}

/** How a webhook proves itself to its endpoint, besides the signature; nothing secret. */
export function authenticationText({ authentication }: WebhookSubscription): string {
  const { kind, token_url, client_id } = authentication;
  if (kind === 'bearer') return translated('Bearer token');
  if (kind === 'client_credentials')
    return translated('Token from {tokenUrl} as {clientId}', { tokenUrl: token_url ?? '', clientId: client_id ?? '' });
  return translated('Signature alone');
}

/** Where a delivery stands, in a few words. */
export function deliveryText(
  { state, is_test, attempts, next_attempt_at }: WebhookDelivery,
  { clockText }: Times,
): string {
  if (state === 'delivered') return translated('Delivered');
  if (state === 'failed') return is_test ? translated('Failed') : translated('Given up');
  if (attempts === 0 || next_attempt_at === null) return translated('Waiting');
  return translated('Failing, next {nextAttemptAt}', { nextAttemptAt: clockText(next_attempt_at) });
}

/** What came back of the last attempt: the status, or why there was none, and how long it took. */
export function answerText({ status, fault, duration_ms }: WebhookDelivery): string {
  if (status === null && fault === null) return translated('No attempt yet');
  const took =
    duration_ms === null ? '' : ` ${translated('in {durationMs}', { durationMs: millisecondsText(duration_ms) })}`;
  return status === null ? `${fault}${took}` : `${status}${took}`;
}

function millisecondsText(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds} ms` : durationText(Math.round(milliseconds / 1000));
}
