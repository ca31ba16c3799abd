import {
  EditRapidsosSubscriptionRequest,
  NewRapidsosSubscription,
  RapidsosSubscription,
  RapidsosSubscriptionRequest,
  RapidsosSubscriptions,
  RapidsosTestAnswer,
  RapidsosTestRequest,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import { actorOf } from '../../authorization/principals/principal.ts';
import type { Database } from '../../database/database.ts';
import type { AddressRules } from '../../delivery/webhooks/addresses/address-rules.ts';
import type { ResolveHost } from '../../delivery/webhooks/addresses/host-resolver.ts';
import type { WebhookEncoders } from '../../delivery/webhooks/encoders/types.ts';
import { sendOwnTest } from '../../delivery/webhooks/own-deliveries.ts';
import type { HttpPost } from '../../delivery/webhooks/sending/http-post.ts';
import type { PartnerTokens } from '../../delivery/webhooks/sending/partner-tokens.ts';
import type { Subscription, SubscriptionOwner } from '../../delivery/webhooks/subscription/types.ts';
import { createSubscription } from '../../delivery/webhooks/subscriptions/create-subscription.ts';
import { editSubscription } from '../../delivery/webhooks/subscriptions/edit-subscription.ts';
import { listSubscriptions } from '../../delivery/webhooks/subscriptions/find-subscriptions.ts';
import { removeSubscription } from '../../delivery/webhooks/subscriptions/remove-subscription.ts';
import { alertOwnerOf } from '../../intake/alert-sides.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Random } from '../../kernel/random.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Slots } from '../../kernel/slots.ts';
import type { Tracing } from '../../kernel/tracing/tracing.ts';
import { makerOf } from '../requests/subscription-maker.ts';
import { principalOf, type Route, type RouteRequest } from '../routing/route.ts';
import { rapidsosErrors } from './errors.ts';
import { nameStated, refuseOtherDelivery } from './subscription-members.ts';

export interface CreatePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly clients: ClientDirectory;
  readonly addressRules: AddressRules;
  readonly resolveHost: ResolveHost;
  readonly webhookSeal: Seal;
  readonly webhookEncoders: WebhookEncoders;
}

export interface EditPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly addressRules: AddressRules;
  readonly resolveHost: ResolveHost;
  readonly webhookSeal: Seal;
  readonly webhookEncoders: WebhookEncoders;
}

export interface TestPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly httpPost: HttpPost;
  readonly partnerTokens: PartnerTokens;
  readonly webhookSeal: Seal;
  readonly webhookEncoders: WebhookEncoders;
  readonly webhookTests: Slots;
  readonly webhookTimeoutMs: number;
  readonly tracing: Tracing | null;
}

const DIALECT = 'rapidsos';
const PATH = '/v1/webhooks/subscriptions';
const MEMBERS = Object.keys(RapidsosSubscriptionRequest.properties);
const subscribing = {
  errors: rapidsosErrors,
  access: { kind: 'token', right: 'incidents:read' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const params = Type.Object({
  id: Type.String({ maxLength: 20, description: "The subscription's number", examples: ['3'] }),
});

/**
 * A client's own subscriptions: a center's to its agency's alerts, a central station's to those it sent, to whatever agency.
 * A person's token has those it made, which end with that person's access.
 */
function ownerOf(request: RouteRequest): SubscriptionOwner {
  const owner = alertOwnerOf(principalOf(request));
  const principal = principalOf(request);
  const maker = makerOf(principal);
  if (owner.side === 'central_station') return { agencyId: null, clientId: owner.clientId, ...maker };
  return { agencyId: owner.agencyId, clientId: principal.client?.id ?? '', ...maker };
}

function by(request: RouteRequest) {
  return { owner: ownerOf(request), actor: actorOf(principalOf(request)), origin: request.origin };
}

function encode({ id, createdAt, url, eventTypes }: Subscription): RapidsosSubscription {
  return { id, created_time: createdAt, url, event_types: [...eventTypes] };
}

/** `POST /v1/webhooks/subscriptions`: alerts come to that address from now on. */
export const create: Route<CreatePorts> = {
  ...subscribing,
  method: 'POST',
  path: PATH,
  summary: 'Subscribe an address to alert events',
  body: 'json',
  schema: { body: RapidsosSubscriptionRequest, responses: { 201: NewRapidsosSubscription } },
  async handle(ports, request) {
    const { url, event_types } = request.body as RapidsosSubscriptionRequest;
    refuseOtherDelivery(request.body as object, MEMBERS);
    const { subscription, secret } = await createSubscription(ports, {
      ...by(request),
      name: nameStated(request.body as object) ?? principalOf(request).client?.name ?? 'RapidSOS',
      url,
      dialect: DIALECT,
      eventTypes: event_types,
      authentication: { kind: 'none' },
    });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { ...encode(subscription), secret: secret.reveal() },
    };
  },
};

/** `GET /v1/webhooks/subscriptions`: a bare list. */
export const list: Route<{ database: Database }> = {
  ...subscribing,
  method: 'GET',
  path: PATH,
  summary: "List the client's webhook subscriptions",
  body: 'none',
  schema: { responses: { 200: RapidsosSubscriptions } },
  async handle(ports, request) {
    const own = await listSubscriptions(ports, ownerOf(request));
    return { status: 200, body: own.filter(({ dialect }) => dialect === DIALECT).map(encode) };
  },
};

/** `PATCH /v1/webhooks/subscriptions/{id}`. An address that is given is tried at once, also where the one before was given up. */
export const edit: Route<EditPorts> = {
  ...subscribing,
  method: 'PATCH',
  path: `${PATH}/:id`,
  summary: 'Change the address or the event types of a subscription',
  body: 'json',
  schema: { params, body: EditRapidsosSubscriptionRequest, responses: { 200: RapidsosSubscription } },
  async handle(ports, request) {
    const { url, event_types } = request.body as EditRapidsosSubscriptionRequest;
    refuseOtherDelivery(request.body as object, MEMBERS);
    // RapidSOS itself has no other way to resume.
    const edited = await editSubscription(ports, {
      ...by(request),
      id: request.params['id'] ?? '',
      edit: { url, eventTypes: event_types, resumesUnlessPaused: url !== undefined },
    });
    return { status: 200, body: encode(edited) };
  },
};

/** `DELETE /v1/webhooks/subscriptions/{id}`. */
export const remove: Route<{ database: Database; audit: Audit }> = {
  ...subscribing,
  method: 'DELETE',
  path: `${PATH}/:id`,
  summary: 'End a webhook subscription',
  body: 'none',
  schema: { params, responses: { 204: null } },
  async handle(ports, request) {
    await removeSubscription(ports, { ...by(request), id: request.params['id'] ?? '' });
    return { status: 204 };
  },
};

/** `POST /v1/webhooks/test`: an invented alert, sent now, and what came of it. */
export const test: Route<TestPorts> = {
  ...subscribing,
  method: 'POST',
  path: '/v1/webhooks/test',
  summary: 'Send a test to a subscription, and see what came of it',
  body: 'json',
  schema: { body: RapidsosTestRequest, responses: { 200: RapidsosTestAnswer } },
  async handle(ports, request) {
    const { subscription_id, event_type } = request.body as RapidsosTestRequest;
    const sent = await sendOwnTest(ports, { ...by(request), id: String(subscription_id), eventType: event_type });
    return {
      status: 200,
      body: {
        subscription_id,
        event_type: sent.eventType,
        delivered: sent.state === 'delivered',
        status_code: sent.status,
        detail: sent.fault ?? `The endpoint answered ${sent.status}`,
      },
    };
  },
};
