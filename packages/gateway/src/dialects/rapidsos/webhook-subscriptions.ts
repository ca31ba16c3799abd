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
import { actorOf } from '../../authorization/principals/principal.ts';
import { sendTest } from '../../delivery/webhooks/sending/send-test.ts';
import type { Subscription, SubscriptionOwner } from '../../delivery/webhooks/subscription/types.ts';
import { createSubscription } from '../../delivery/webhooks/subscriptions/create-subscription.ts';
import { editSubscription } from '../../delivery/webhooks/subscriptions/edit-subscription.ts';
import { listSubscriptions, readSubscription } from '../../delivery/webhooks/subscriptions/find-subscriptions.ts';
import { removeSubscription } from '../../delivery/webhooks/subscriptions/remove-subscription.ts';
import { alertOwner } from '../alert-party.ts';
import { principalOf, type Route, type RouteRequest } from '../route.ts';
import { makerOf } from '../subscription-maker.ts';
import { rapidsos } from './errors.ts';

const DIALECT = 'rapidsos';
const PATH = '/v1/webhooks/subscriptions';
const subscribing = {
  dialect: rapidsos,
  access: { kind: 'token', scope: 'alerts' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const params = Type.Object({ id: Type.String({ maxLength: 20 }) });

/**
 * A client's own subscriptions: a center's to its agency's alerts, a central station's to those it sent, to whatever agency.
 * A person's token has those it made, which end with that person's access.
 */
function ownerOf(request: RouteRequest): SubscriptionOwner {
  const owner = alertOwner(request);
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
export const create: Route = {
  ...subscribing,
  method: 'POST',
  path: PATH,
  summary: 'Subscribe an address to alert events',
  body: 'json',
  schema: { body: RapidsosSubscriptionRequest, responses: { 201: NewRapidsosSubscription } },
  async handle(request) {
    const { url, event_types } = request.body as RapidsosSubscriptionRequest;
    const { subscription, secret } = await createSubscription(request.parts, {
      ...by(request),
      name: principalOf(request).client?.name ?? 'RapidSOS',
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
export const list: Route = {
  ...subscribing,
  method: 'GET',
  path: PATH,
  summary: "List the client's webhook subscriptions",
  body: 'none',
  schema: { responses: { 200: RapidsosSubscriptions } },
  async handle(request) {
    const own = await listSubscriptions(request.parts, ownerOf(request));
    return { status: 200, body: own.filter(({ dialect }) => dialect === DIALECT).map(encode) };
  },
};

/** `PATCH /v1/webhooks/subscriptions/{id}`. An address that is given is tried at once, also where the one before was given up. */
export const edit: Route = {
  ...subscribing,
  method: 'PATCH',
  path: `${PATH}/:id`,
  summary: 'Change the address or the event types of a subscription',
  body: 'json',
  schema: { params, body: EditRapidsosSubscriptionRequest, responses: { 200: RapidsosSubscription } },
  async handle(request) {
    const { url, event_types } = request.body as EditRapidsosSubscriptionRequest;
    const id = request.params['id'] ?? '';
    const { state } = await readSubscription(request.parts, ownerOf(request), id);
    // What an administrator paused stays paused; RapidSOS itself has no other way to resume.
    const isMended = url !== undefined && state !== 'paused';
    const changed = { url, eventTypes: event_types, ...(isMended && { isPaused: false }) };
    return { status: 200, body: encode(await editSubscription(request.parts, { ...by(request), id, edit: changed })) };
  },
};

/** `DELETE /v1/webhooks/subscriptions/{id}`. */
export const remove: Route = {
  ...subscribing,
  method: 'DELETE',
  path: `${PATH}/:id`,
  summary: 'End a webhook subscription',
  body: 'none',
  schema: { params, responses: { 204: null } },
  async handle(request) {
    await removeSubscription(request.parts, { ...by(request), id: request.params['id'] ?? '' });
    return { status: 204 };
  },
};

/** `POST /v1/webhooks/test`: an invented alert, sent now, and what came of it. */
export const test: Route = {
  ...subscribing,
  method: 'POST',
  path: '/v1/webhooks/test',
  summary: 'Send a test to a subscription, and see what came of it',
  body: 'json',
  schema: { body: RapidsosTestRequest, responses: { 200: RapidsosTestAnswer } },
  async handle(request) {
    const { subscription_id, event_type } = request.body as RapidsosTestRequest;
    const { owner, ...rest } = by(request);
    const subscription = await readSubscription(request.parts, owner, String(subscription_id));
    const sent = await sendTest(request.parts, { ...rest, subscription, eventType: event_type });
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
