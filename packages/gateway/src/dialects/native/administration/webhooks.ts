import {
  EditWebhookRequest,
  NewWebhook,
  NewWebhookRequest,
  ReplayedWebhook,
  ReplayWebhookRequest,
  RotateWebhookSecretRequest,
  TestWebhookRequest,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookList,
  WebhookSubscription,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import type { AddressRules } from '../../../delivery/webhooks/addresses/address-rules.ts';
import type { ResolveHost } from '../../../delivery/webhooks/addresses/host-resolver.ts';
import type { DeliveryState } from '../../../delivery/webhooks/deliveries/types.ts';
import type { WebhookEncoders } from '../../../delivery/webhooks/encoders/types.ts';
import {
  listOwnDeliveries,
  listOwnSubscriptions,
  replayOwnDelivery,
  replayOwnSpan,
  sendOwnTest,
} from '../../../delivery/webhooks/own-deliveries.ts';
import type { HttpPost } from '../../../delivery/webhooks/sending/http-post.ts';
import type { PartnerTokens } from '../../../delivery/webhooks/sending/partner-tokens.ts';
import type { SubscriptionOwner } from '../../../delivery/webhooks/subscription/types.ts';
import { createSubscription } from '../../../delivery/webhooks/subscriptions/create-subscription.ts';
import { editSubscription } from '../../../delivery/webhooks/subscriptions/edit-subscription.ts';
import { readSubscription } from '../../../delivery/webhooks/subscriptions/find-subscriptions.ts';
import { removeSubscription } from '../../../delivery/webhooks/subscriptions/remove-subscription.ts';
import { rotateWebhookSecret } from '../../../delivery/webhooks/subscriptions/rotate-webhook-secret.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import { checkSpan, readInstant } from '../../../kernel/instant.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Seal } from '../../../kernel/seal.ts';
import type { Slots } from '../../../kernel/slots.ts';
import type { Tracing } from '../../../kernel/tracing/tracing.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { ownAgency } from '../../requests/own-agency.ts';
import { limitParameter, readLimit } from '../../requests/read-limit.ts';
import { timeContextOf } from '../../requests/request-context.ts';
import { makerOf } from '../../requests/subscription-maker.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeDelivery, encodeWebhook, readAuthentication } from './encode-webhook.ts';

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

export interface RotateSecretPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly webhookSeal: Seal;
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

const PAGE = { otherwise: 50, most: 200 };
const OVERLAP_HOURS = 24;

const managing = {
  errors: nativeErrors,
  access: { kind: 'administrator_or_client', right: 'webhooks:manage' },
  limit: 'reads',
  bodyLimitBytes: 16_384,
} as const;
const byId = Type.Object({
  id: Type.String({ maxLength: 20, description: "The webhook's number", examples: ['3'] }),
});
const noStore = { 'cache-control': 'no-store' };

/** An administrator manages the agency's subscriptions, a client its own, a person's token or a grant's those it made. */
async function ownerOf(ports: { database: Database }, request: RouteRequest): Promise<SubscriptionOwner> {
  const principal = principalOf(request);
  const { client } = principal;
  if (client === null) return { agencyId: await chosenAgency(ports, request), clientId: null };
  return { agencyId: ownAgency(request), clientId: client.id, ...makerOf(principal) };
}

async function by(ports: { database: Database }, request: RouteRequest) {
  return { owner: await ownerOf(ports, request), actor: actorOf(principalOf(request)), origin: request.origin };
}

const idOf = ({ params }: RouteRequest) => params['id'] ?? '';

/** Who asks about which subscription. */
async function about(ports: { database: Database }, request: RouteRequest) {
  return { ...(await by(ports, request)), id: idOf(request) };
}

export interface ListPorts {
  readonly database: Database;
  readonly webhookEncoders: WebhookEncoders;
  readonly webhookDescriptions: Readonly<Record<string, string>>;
}

export const list: Route<ListPorts> = {
  ...managing,
  method: 'GET',
  path: '/api/webhooks',
  summary: 'List webhooks, and the event types there are',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: WebhookList } },
  async handle(ports, request) {
    const { subscriptions: webhooks, attempted } = await listOwnSubscriptions(ports, await ownerOf(ports, request));
    const dialects = Object.entries(ports.webhookEncoders);
    const eventTypes = dialects.map(([dialect, { names }]) => [dialect, [...names]]);
    return {
      status: 200,
      body: {
        webhooks: webhooks.map(encodeWebhook),
        last_attempted: attempted.map((each) => ({ webhook_id: each.subscriptionId, delivery: encodeDelivery(each) })),
        event_types: Object.fromEntries(eventTypes),
        descriptions: { ...ports.webhookDescriptions },
      },
    };
  },
};

export const create: Route<CreatePorts> = {
  needsRecentFactor: true,
  ...managing,
  method: 'POST',
  path: '/api/webhooks',
  summary: "Send the agency's events to an address from now on",
  body: 'json',
  schema: { query: CHOSEN_AGENCY, body: NewWebhookRequest, responses: { 201: NewWebhook } },
  async handle(ports, request) {
    const { name, url, dialect, event_types, authentication } = request.body as NewWebhookRequest;
    const { subscription, secret } = await createSubscription(ports, {
      ...(await by(ports, request)),
      name,
      url,
      dialect: dialect ?? 'native',
      eventTypes: event_types,
      authentication: readAuthentication(authentication ?? { kind: 'none' }),
    });
    return { status: 201, headers: noStore, body: { webhook: encodeWebhook(subscription), secret: secret.reveal() } };
  },
};

export const read: Route<{ database: Database }> = {
  ...managing,
  method: 'GET',
  path: '/api/webhooks/:id',
  summary: 'Read one webhook',
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 200: WebhookSubscription } },
  async handle(ports, request) {
    return {
      status: 200,
      body: encodeWebhook(await readSubscription(ports, await ownerOf(ports, request), idOf(request))),
    };
  },
};

export const edit: Route<EditPorts> = {
  needsRecentFactor: true,
  ...managing,
  method: 'PATCH',
  path: '/api/webhooks/:id',
  summary: 'Edit, pause or resume a webhook',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: EditWebhookRequest, responses: { 200: WebhookSubscription } },
  async handle(ports, request) {
    const { name, url, event_types, authentication, is_paused } = request.body as EditWebhookRequest;
    const changed = {
      name,
      url,
      eventTypes: event_types,
      authentication: authentication && readAuthentication(authentication),
      isPaused: is_paused,
    };
    const edited = await editSubscription(ports, {
      ...(await by(ports, request)),
      id: idOf(request),
      edit: changed,
    });
    return { status: 200, body: encodeWebhook(edited) };
  },
};

export const remove: Route<{ database: Database; audit: Audit }> = {
  needsRecentFactor: true,
  ...managing,
  method: 'DELETE',
  path: '/api/webhooks/:id',
  summary: 'Remove a webhook and its delivery log',
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await removeSubscription(ports, await about(ports, request));
    return { status: 204 };
  },
};

export const rotateSecret: Route<RotateSecretPorts> = {
  needsRecentFactor: true,
  ...managing,
  method: 'POST',
  path: '/api/webhooks/:id/rotate-secret',
  summary: 'Give a webhook a new signing secret; the one before signs beside it for a while',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: RotateWebhookSecretRequest, responses: { 200: NewWebhook } },
  async handle(ports, request) {
    const { overlap_hours: overlapHours = OVERLAP_HOURS } = request.body as RotateWebhookSecretRequest;
    const rotated = { ...(await about(ports, request)), overlapHours };
    const { subscription, secret } = await rotateWebhookSecret(ports, rotated);
    return { status: 200, headers: noStore, body: { webhook: encodeWebhook(subscription), secret: secret.reveal() } };
  },
};

export const test: Route<TestPorts> = {
  ...managing,
  method: 'POST',
  path: '/api/webhooks/:id/test',
  summary: 'Send an invented event now, and see what came of it',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: TestWebhookRequest, responses: { 200: WebhookDelivery } },
  async handle(ports, request) {
    const { event_type } = request.body as TestWebhookRequest;
    const sent = await sendOwnTest(ports, { ...(await about(ports, request)), eventType: event_type });
    return { status: 200, body: encodeDelivery(sent) };
  },
};

function readState(given: string | undefined): DeliveryState | null {
  if (given === undefined) return null;
  if (given !== 'pending' && given !== 'delivered' && given !== 'failed') {
    throw refuse.invalidRequest({ description: 'state must be pending, delivered or failed' });
  }
  return given;
}

export const deliveries: Route<{ database: Database }> = {
  ...managing,
  method: 'GET',
  path: '/api/webhooks/:id/deliveries',
  summary: 'Read the delivery log, the newest first',
  body: 'none',
  schema: {
    params: byId,
    query: Type.Object({
      ...CHOSEN_AGENCY.properties,
      state: Type.Optional(
        Type.String({
          maxLength: 20,
          description: '`pending`, `delivered` or `failed`; all where it is missing',
          examples: ['failed'],
        }),
      ),
      before: Type.Optional(
        Type.String({
          maxLength: 120,
          description: 'What `next_before` of the page before was',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
        }),
      ),
      limit: limitParameter(PAGE),
    }),
    responses: { 200: WebhookDeliveryList },
  },
  async handle(ports, request) {
    const { state, before, limit } = request.query;
    const page = { before, state: readState(state), limit: readLimit(limit, PAGE) };
    const found = await listOwnDeliveries(ports, { owner: await ownerOf(ports, request), id: idOf(request), ...page });
    return { status: 200, body: { deliveries: found.deliveries.map(encodeDelivery), next_before: found.nextBefore } };
  },
};

export const replayOne: Route<{ database: Database; audit: Audit; clock: Clock }> = {
  ...managing,
  method: 'POST',
  path: '/api/webhooks/:id/deliveries/:delivery_id/replay',
  summary: 'Deliver one event again, under the same id',
  body: 'none',
  schema: {
    params: Type.Object({
      ...byId.properties,
      delivery_id: Type.String({
        maxLength: 100,
        description: 'The delivery',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1ddd'],
      }),
    }),
    query: CHOSEN_AGENCY,
    responses: { 202: WebhookDelivery },
  },
  async handle(ports, request) {
    const deliveryId = request.params['delivery_id'] ?? '';
    const replayed = await replayOwnDelivery(ports, { ...(await about(ports, request)), deliveryId });
    return { status: 202, body: encodeDelivery(replayed) };
  },
};

export const replay: Route<{ database: Database; audit: Audit; clock: Clock; webhookEncoders: WebhookEncoders }> = {
  ...managing,
  method: 'POST',
  path: '/api/webhooks/:id/replay',
  summary: 'Deliver everything of a span of time again',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: ReplayWebhookRequest, responses: { 202: ReplayedWebhook } },
  async handle(ports, request) {
    const given = request.body as ReplayWebhookRequest;
    const since = readInstant(given.since, 'since', timeContextOf(ports, request));
    const until = readInstant(given.until, 'until', timeContextOf(ports, request));
    checkSpan(since, until);
    const replayed = await replayOwnSpan(ports, { ...(await about(ports, request)), since, until });
    return { status: 202, body: { replayed } };
  },
};
