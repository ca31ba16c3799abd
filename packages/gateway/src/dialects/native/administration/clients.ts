import {
  Client,
  ClientList,
  EditClientRequest,
  IssueClientRequest,
  isScope,
  NewClientSecret,
  SCOPES,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { issueAgencyClient } from '../../../authorization/applications/agency-requests/issue-agency-client.ts';
import { editClient, ownClient } from '../../../authorization/clients/edit-client.ts';
import { listClients } from '../../../authorization/clients/list-clients.ts';
import { addClientSecret, removeClientSecret } from '../../../authorization/clients/rotate-secret.ts';
import type * as access from '../../../authorization/clients/types.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { legacyNames, readLegacyMarks } from '../developers/encode-application.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface IssuePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly mail: MailQueue;
}

export interface AddSecretPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly changes: ChangeFeed;
}

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'clients:manage' },
  limit: 'reads',
  bodyLimitBytes: 8_192,
} as const;
const byId = Type.Object({
  id: Type.String({ maxLength: 100, description: 'The client', examples: ['sandbox-cad'] }),
});

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));

function encodeClient(client: access.Client): Client {
  return {
    id: client.id,
    name: client.name,
    application_name: client.applicationName,
    integration_kind: client.integrationKind,
    grant_types: [...client.grantTypes],
    scopes: [...client.scopes],
    access_token_ttl_seconds: client.accessTokenTtlSeconds,
    legacy: legacyNames(client.settings.legacy),
    deeplink_view: client.settings.deeplinkView,
    embedding_origins: [...client.settings.embeddingOrigins],
    ...(client.settings.timeZone && { time_zone: client.settings.timeZone }),
    is_disabled: client.disabledAt !== null,
    secrets: client.secrets.map((secret) => ({
      id: secret.id,
      created_at: toRfc3339(secret.createdAt),
      expires_at: orNull(secret.expiresAt),
      last_used_at: orNull(secret.lastUsedAt),
    })),
  };
}

async function ownClientOf(ports: { database: Database }, request: RouteRequest): Promise<access.Client> {
  return ownClient(ports, await chosenAgency(ports, request), request.params['id'] ?? '');
}

export const list: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  path: '/api/clients',
  summary: "List the agency's clients",
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: ClientList } },
  async handle(ports, request) {
    const clients = await listClients(ports, await chosenAgency(ports, request));
    return { status: 200, body: { clients: clients.map(encodeClient) } };
  },
};

export const issue: Route<IssuePorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  path: '/api/clients',
  summary: 'Issue credentials of an approved application for this agency; the secret is shown this once',
  body: 'json',
  schema: { query: CHOSEN_AGENCY, body: IssueClientRequest, responses: { 201: NewClientSecret } },
  async handle(ports, request) {
    const { origin } = request;
    const body = request.body as IssueClientRequest;
    const unknown = body.scopes.find((scope) => !isScope(scope));
    if (unknown !== undefined) {
      throw refuse.invalidRequest({ description: `scopes must be of: ${Object.keys(SCOPES).join(', ')}` });
    }
    const issued = await issueAgencyClient(ports, {
      applicationId: body.application_id,
      agencyId: await chosenAgency(ports, request),
      choice: {
        integrationKind: body.integration_kind,
        scopes: body.scopes,
        grantTypes: body.grant_types,
        accessTokenTtlSeconds: body.access_token_ttl_seconds,
        legacy: readLegacyMarks(body.legacy),
        callflow: body.callflow,
        timeZone: body.time_zone ?? null,
      },
      principal: principalOf(request),
      origin,
    });
    const { client, secretId, clientSecret } = issued;
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { client: encodeClient(client), secret_id: secretId, client_secret: clientSecret.reveal() },
    };
  },
};

export const edit: Route<{ database: Database; audit: Audit; clock: Clock; changes: ChangeFeed }> = {
  needsRecentFactor: true,
  ...administering,
  method: 'PATCH',
  path: '/api/clients/:id',
  summary: 'Edit, disable or enable a client',
  body: 'json',
  schema: { params: byId, query: CHOSEN_AGENCY, body: EditClientRequest, responses: { 200: Client } },
  async handle(ports, request) {
    const { deeplink_view, embedding_origins, is_disabled, time_zone } = request.body as EditClientRequest;
    const client = await editClient(ports, {
      agencyId: await chosenAgency(ports, request),
      clientId: request.params['id'] ?? '',
      edit: {
        deeplinkView: deeplink_view,
        embeddingOrigins: embedding_origins,
        isDisabled: is_disabled,
        timeZone: time_zone,
      },
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: encodeClient(client) };
  },
};

export const addSecret: Route<AddSecretPorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  path: '/api/clients/:id/secrets',
  summary: 'Add a second secret beside the first',
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 201: NewClientSecret } },
  async handle(ports, request) {
    const { client, secretId, clientSecret } = await addClientSecret(ports, {
      client: await ownClientOf(ports, request),
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { client: encodeClient(client), secret_id: secretId, client_secret: clientSecret.reveal() },
    };
  },
};

export const removeSecret: Route<{ database: Database; audit: Audit; changes: ChangeFeed }> = {
  needsRecentFactor: true,
  ...administering,
  method: 'DELETE',
  path: '/api/clients/:id/secrets/:secret_id',
  summary: 'Remove a secret',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({ maxLength: 100, description: 'The client', examples: ['sandbox-cad'] }),
      secret_id: Type.String({
        maxLength: 60,
        description: 'The secret, by its id',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d66'],
      }),
    }),
    query: CHOSEN_AGENCY,
    responses: { 200: Client },
  },
  async handle(ports, request) {
    const client = await removeClientSecret(ports, {
      client: await ownClientOf(ports, request),
      secretId: request.params['secret_id'] ?? '',
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 200, body: encodeClient(client) };
  },
};
