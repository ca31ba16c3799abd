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
import { redirectUriOf } from '../../../people/single-sign-on/begin-sign-in.ts';
import { consumerUrlOf, metadataUrlOf } from '../../../people/single-sign-on/saml-addresses.ts';
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
  bodyLimitBytes: 65_536,
} as const;
const PATH = '/api/identity-providers';
const byId = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The identity provider',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
  }),
});

/** Where the provider sends people, and what it reads or ends: by what it speaks. */
function addressesOf(publicUrl: string, { id, saml }: Stored) {
  if (saml === null) {
    const backchannel_logout_uri = `${publicUrl}/sso/${id}/logout`;
    return { saml: null, redirect_uri: redirectUriOf(publicUrl), backchannel_logout_uri };
  }
  const settings = {
    sign_in_url: saml.signInUrl,
    certificates: [...saml.certificates],
    email_attribute: saml.emailAttribute,
    factor_contexts: [...saml.factorContexts],
    metadata_url: metadataUrlOf(publicUrl, id),
  };
  return { saml: settings, redirect_uri: consumerUrlOf(publicUrl, id), backchannel_logout_uri: null };
}

function encode({ publicUrl }: { publicUrl: string }, provider: Stored): IdentityProvider {
  const { id, title, issuer, clientId, factors, saml, rules } = provider;
  return {
    id,
    kind: saml === null ? 'oidc' : 'saml',
    title,
    issuer,
    client_id: clientId,
    has_secret: provider.sealedSecret !== null,
    domains: [...provider.domains],
    acr_values: [...factors.acrValues],
    amr_values: [...factors.amrValues],
    role_claim: rules.roleClaim,
    roles: [...rules.roles],
    default_role: rules.defaultRole,
    ends_passwords: provider.endsPasswords,
    is_disabled: provider.disabledAt !== null,
    start_url: `${publicUrl}/sso/${id}`,
    ...addressesOf(publicUrl, provider),
  };
}

function fieldsOf(body: EditIdentityProviderRequest) {
  return {
    title: body.title,
    issuer: body.issuer,
    clientId: body.client_id,
    clientSecret: body.client_secret,
    domains: body.domains,
    factors: { acrValues: body.acr_values, amrValues: body.amr_values },
    rules: { roleClaim: body.role_claim, roles: body.roles, defaultRole: body.default_role },
    endsPasswords: body.ends_passwords,
    isDisabled: body.is_disabled,
    saml: body.saml && {
      signInUrl: body.saml.sign_in_url,
      certificates: body.saml.certificates,
      emailAttribute: body.saml.email_attribute,
      factorContexts: body.saml.factor_contexts,
    },
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
    const fields = { ...fieldsOf(body), title: body.title, issuer: body.issuer };
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
