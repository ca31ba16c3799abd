import {
  AddIdentityProviderRequest,
  EditIdentityProviderRequest,
  IdentityProvider,
  IdentityProviderList,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Seal } from '../../../kernel/seal.ts';
import type { EndingPorts } from '../../../people/sessions/end-access.ts';
import {
  addProvider,
  editProvider,
  listProviders,
  removeProvider,
} from '../../../people/single-sign-on/administer-providers.ts';
import type { IdentityProvider as Stored } from '../../../people/single-sign-on/types.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface WritePorts extends EndingPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
  readonly sharedSeal: Seal;
  readonly publicUrl: string;
}

const administering = {
  errors: nativeErrors,
  access: { kind: 'administrator', right: 'single_sign_on:manage' },
  limit: 'reads',
  bodyLimitBytes: 32_768,
} as const;
const PATH = '/api/identity-providers';
const byId = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The identity provider',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
  }),
});

function encode({ publicUrl }: { publicUrl: string }, provider: Stored): IdentityProvider {
  const { id, title, oidc, rules } = provider;
  return {
    id,
    kind: 'oidc',
    title,
    issuer: oidc.issuer,
    client_id: oidc.clientId,
    has_secret: provider.sealedSecret !== null,
    domains: [...provider.domains],
    role_claim: rules.roleClaim,
    roles: [...rules.roles],
    default_role: rules.defaultRole,
    ends_passwords: provider.endsPasswords,
    is_disabled: provider.disabledAt !== null,
    start_url: `${publicUrl}/sso/${id}`,
    redirect_uri: `${publicUrl}/sso/callback`,
    backchannel_logout_uri: `${publicUrl}/sso/${id}/logout`,
  };
}

function fieldsOf(body: EditIdentityProviderRequest) {
  return {
    title: body.title,
    issuer: body.issuer,
    clientId: body.client_id,
    clientSecret: body.client_secret,
    domains: body.domains,
    rules: { roleClaim: body.role_claim, roles: body.roles, defaultRole: body.default_role },
    endsPasswords: body.ends_passwords,
    isDisabled: body.is_disabled,
  };
}

async function asked(ports: { database: Database }, request: RouteRequest) {
  const actor = actorOf(principalOf(request));
  return { agencyId: await chosenAgency(ports, request), actor, origin: request.origin };
}

export const list: Route<{ database: Database; publicUrl: string }> = {
  ...administering,
  method: 'GET',
  path: PATH,
  summary: "List the agency's identity providers",
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: IdentityProviderList } },
  async handle(ports, request) {
    const providers = await listProviders(ports, await chosenAgency(ports, request));
    return { status: 200, body: { identity_providers: providers.map((each) => encode(ports, each)) } };
  },
};

export const add: Route<WritePorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  path: PATH,
  summary: 'Add an identity provider, by which people of the agency sign in',
  body: 'json',
  schema: { query: CHOSEN_AGENCY, body: AddIdentityProviderRequest, responses: { 201: IdentityProvider } },
  async handle(ports, request) {
    const body = request.body as AddIdentityProviderRequest;
    const fields = { ...fieldsOf(body), title: body.title, issuer: body.issuer, clientId: body.client_id };
    const provider = await addProvider(ports, { ...(await asked(ports, request)), fields });
    return { status: 201, body: encode(ports, provider) };
  },
};

export const edit: Route<WritePorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'PATCH',
  path: `${PATH}/:id`,
  summary: 'Change an identity provider; disabling it ends the sessions of its people',
  body: 'json',
  schema: {
    params: byId,
    query: CHOSEN_AGENCY,
    body: EditIdentityProviderRequest,
    responses: { 200: IdentityProvider },
  },
  async handle(ports, request) {
    const fields = fieldsOf(request.body as EditIdentityProviderRequest);
    const id = request.params['id'] ?? '';
    const provider = await editProvider(ports, { ...(await asked(ports, request)), id, fields });
    return { status: 200, body: encode(ports, provider) };
  },
};

export const remove: Route<WritePorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'DELETE',
  path: `${PATH}/:id`,
  summary: 'Remove an identity provider, and end the sessions of its people',
  body: 'none',
  schema: { params: byId, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await removeProvider(ports, { ...(await asked(ports, request)), id: request.params['id'] ?? '' });
    return { status: 204 };
  },
};
