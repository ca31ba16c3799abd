import type { LockedMaker } from '../../../authorization/grants/lock-maker.ts';
import { informedClientOf } from '../../../incidents/alerts/informed-client.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { WebhookEncoders, WebhookReader } from '../encoders/types.ts';

/** How the partner's endpoint knows us. `sealed` is the bearer token or the client secret, sealed. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly sealed: string }
  | {
      readonly kind: 'client_credentials';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly scope: string | null;
      /** Sent as `audience`; missing or null sends none. */
      readonly audience?: string | null;
      /** The secret goes into the body (`client_secret_post`); otherwise into the header (`client_secret_basic`). */
      readonly isSecretInBody?: boolean;
      readonly sealed: string;
    };

/** As an administrator or client gives it: with the secret in the clear. */
export type GivenAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | {
      readonly kind: 'client_credentials';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope: string | null;
      readonly audience?: string | null;
      readonly isSecretInBody?: boolean;
    };

export type SubscriptionState = 'active' | 'paused' | 'disabled';

/**
 * `gone`: the endpoint answered 410. `failing`: nothing could be delivered for three days. `ended`: the access of the person
 * or the consent that made it was ended.
 */
export type DisabledReason = 'gone' | 'failing' | 'ended';

/**
 * One endpoint that receives an agency's events, or those of one central station's alerts there. Secrets are sealed; instants
 * are milliseconds.
 */
export interface Subscription {
  readonly id: number;
  /** The id by which a central station knows its rows, one an agency; null where the whole agency is received. */
  readonly groupId: number | null;
  readonly agencyId: string;
  /** The client whose own it is; null is the agency's, made by an administrator. */
  readonly clientId: string | null;
  /** The person whose token made it: it ends with that person's access. Null where nobody's did. */
  readonly userId: string | null;
  /** The grant under which it was made: it ends with that grant. Null where it was made under none. */
  readonly grantId: string | null;
  readonly name: string;
  readonly url: string;
  /** Which encoder encodes its messages. */
  readonly dialect: string;
  /** The dialect's own names. */
  readonly eventTypes: readonly string[];
  readonly authentication: Authentication;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousSecretExpiresAt: number | null;
  readonly state: SubscriptionState;
  readonly disabledReason: DisabledReason | null;
  /** The number of the last event of the log that was looked at. */
  readonly cursorSeq: number;
  readonly health: Health;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** How the endpoint has done of late. */
export interface Health {
  /** Failures in a row, of whichever deliveries. */
  readonly failureCount: number;
  readonly failingSince: number | null;
  /** Nothing is sent before then. */
  readonly restingUntil: number | null;
  readonly lastSuccessAt: number | null;
}

/** Of an endpoint that nothing was sent to yet. */
export const NEW_HEALTH: Health = { failureCount: 0, failingSince: null, restingUntil: null, lastSuccessAt: null };

/** The person, or the grant, that a token speaks for; neither for a client that speaks for itself. */
export interface Maker {
  readonly userId?: string;
  /** Of the person's tokens when the request was let in. */
  readonly userGeneration?: number;
  readonly grantId?: string;
}

/**
 * Whose subscriptions a caller may see: an administrator the agency's, a client its own, a central station's in no agency. A
 * token of a person or of a grant sees those it may end alone: that person's, or that grant's.
 */
export type SubscriptionOwner = Maker &
  (
    | { readonly agencyId: string; readonly clientId: string | null }
    | { readonly agencyId: null; readonly clientId: string }
  );

/** The person or the grant whose access must still be in force when something is made for them. */
export function makerOf({ userId, userGeneration = 0, grantId }: Maker): LockedMaker {
  return { ...(userId !== undefined && { user: { id: userId, tokenGeneration: userGeneration } }), grantId };
}

/** True where the owner answers for the subscription itself, and not for a person or a grant alone. */
export function isOwnedOutright({ userId, grantId }: Maker): boolean {
  return userId === undefined && grantId === undefined;
}

/** The id its owner knows it by, for which its secrets are sealed. */
export function knownId({ id, groupId }: Pick<Subscription, 'id' | 'groupId'>): number {
  return groupId ?? id;
}

/** In whose audit record it is: a central station's in no agency's. */
export function auditedAgency({ agencyId, groupId }: Pick<Subscription, 'agencyId' | 'groupId'>): string | null {
  return groupId === null ? agencyId : null;
}

export function readerOf({ groupId }: Subscription): WebhookReader {
  return groupId === null ? 'agency' : 'sender';
}

/**
 * Under which name the subscription is notified of the event; null where it did not ask for it, where its dialect has no shape for
 * it, and, for a central station, where the event is of no alert of its own or the callflow leaves such news out.
 */
export function wantedEventType(
  encoders: WebhookEncoders,
  subscription: Subscription,
  event: IncidentEvent,
): string | null {
  if (readerOf(subscription) === 'sender' && informedClientOf(event) !== subscription.clientId) return null;
  const eventType = encoders[subscription.dialect]?.nameOf(event) ?? null;
  return eventType !== null && subscription.eventTypes.includes(eventType) ? eventType : null;
}
