import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { Role } from './users.ts';

const Title = VisibleText(60, { description: 'What its button says', examples: ['County sign-in'] });
const Issuer = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'The https address that the provider states of itself, or the entity id of a SAML provider',
  examples: ['https://login.county.example/realms/ecc'],
});
const ClientId = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'What the provider calls Sallyport. Of a SAML provider an entity id, without it the address of the metadata',
  examples: ['sallyport'],
});
const ClientSecret = Nullable(
  Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'The secret that the provider gave with it; null where there is none. It is never shown',
    examples: ['nq3Z-example-secret'],
  }),
);
const Domains = Type.Array(
  Type.String({
    maxLength: 253,
    pattern: '^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\\.[A-Za-z0-9-]+$',
    examples: ['county.example'],
  }),
  { maxItems: 50, uniqueItems: true, description: 'Whoever signs in with an e-mail address of these is led to it' },
);
const RoleClaim = Type.String({
  minLength: 1,
  maxLength: 200,
  description: "The claim with a person's groups or roles; a dot leads into an object",
  examples: ['groups'],
});
const Roles = Type.Array(
  Type.Object(
    {
      value: Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'A value of the claim',
        examples: ['911-shift-leads'],
      }),
      role: described(Role, 'The role it gives', 'supervisor'),
    },
    { additionalProperties: false },
  ),
  { maxItems: 100, description: 'The first whose value a person has decides' },
);
const DefaultRole = Nullable(described(Role, 'For whoever has none of the values; null refuses them', 'trainee'));
const EndsPasswords = Type.Boolean({
  description: 'True: no password opens anything for whoever has signed in by it',
});
const AcrValues = Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S+$', examples: ['gold'] }), {
  maxItems: 10,
  uniqueItems: true,
  description:
    'Of an OpenID provider: what it calls a sign-in with a second factor. Asked for by acr_values where the policy asks for one; whoever has one of them in acr is asked for none of Sallyport',
});
const AmrValues = Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S+$', examples: ['mfa'] }), {
  maxItems: 10,
  uniqueItems: true,
  description: 'Of an OpenID provider: which methods in amr (RFC 8176) are a second factor',
});
const IsDisabled = Type.Boolean({ description: 'True: nobody signs in by it' });

const SamlSignInUrl = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'Where the browser goes to sign in: single sign-on by HTTP Redirect; https',
  examples: ['https://login.county.example/saml'],
});
const Certificates = Type.Array(Type.String({ minLength: 1, maxLength: 8_192 }), {
  minItems: 1,
  maxItems: 5,
  description: 'By which the provider signs, X.509 in PEM or base64, RSA. What any of them signed is taken',
  examples: [['MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa']],
});
const SAML_CHANGEABLE = {
  email_attribute: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: "The attribute with a person's e-mail address; `email` without it",
      examples: ['email'],
    }),
  ),
  factor_contexts: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 10,
      description: 'The AuthnContextClassRefs that count as a second factor, so that none of Sallyport is asked',
      examples: [['https://refeds.org/profile/mfa']],
    }),
  ),
};

/** What is set of an identity provider that speaks SAML 2.0. */
const AddSaml = Type.Object(
  { sign_in_url: SamlSignInUrl, certificates: Certificates, ...SAML_CHANGEABLE },
  { additionalProperties: false, description: 'Of a SAML provider, and of no other' },
);
const EditSaml = Type.Object(
  { sign_in_url: Type.Optional(SamlSignInUrl), certificates: Type.Optional(Certificates), ...SAML_CHANGEABLE },
  { additionalProperties: false, minProperties: 1, description: 'Only what is named changes' },
);
const SamlSettings = Type.Object(
  {
    sign_in_url: SamlSignInUrl,
    certificates: Certificates,
    email_attribute: Type.String({ description: 'The attribute with the address', examples: ['email'] }),
    factor_contexts: Type.Array(Type.String(), {
      description: 'Which AuthnContextClassRefs are a second factor',
      examples: [['https://refeds.org/profile/mfa']],
    }),
    metadata_url: Type.String({
      description: 'Where the provider reads what Sallyport is',
      examples: ['https://gateway.example/sso/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33/saml/metadata'],
    }),
  },
  { description: 'Null for an OpenID provider' },
);

/** An agency's own identity provider, by which its people sign in. */
export const IdentityProvider = Type.Object({
  id: Type.String({ description: 'The provider', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  kind: Type.Enum(['oidc', 'saml'], { description: 'What it speaks: OpenID Connect or SAML 2.0' }),
  title: Title,
  issuer: Issuer,
  client_id: ClientId,
  has_secret: Type.Boolean({ description: 'Whether it has a client secret' }),
  domains: Domains,
  acr_values: AcrValues,
  amr_values: AmrValues,
  role_claim: RoleClaim,
  roles: Roles,
  default_role: DefaultRole,
  ends_passwords: EndsPasswords,
  is_disabled: IsDisabled,
  start_url: Type.String({
    description: 'A link that signs people in by it',
    examples: ['https://gateway.example/sso/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
  }),
  redirect_uri: Type.String({
    description:
      'To be registered at the provider as the redirect URI, or as the assertion consumer service by HTTP POST',
    examples: ['https://gateway.example/sso/callback'],
  }),
  backchannel_logout_uri: Nullable(
    Type.String({
      description: 'To be registered at the provider as the back-channel logout URI; null of a SAML provider',
      examples: ['https://gateway.example/sso/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33/logout'],
    }),
  ),
  saml: Nullable(SamlSettings),
});
export type IdentityProvider = Static<typeof IdentityProvider>;

/** Answer of `GET /api/identity-providers`. */
export const IdentityProviderList = Type.Object({
  identity_providers: Type.Array(IdentityProvider, { description: 'The oldest first' }),
});
export type IdentityProviderList = Static<typeof IdentityProviderList>;

const CHANGEABLE = {
  client_secret: Type.Optional(ClientSecret),
  domains: Type.Optional(Domains),
  acr_values: Type.Optional(AcrValues),
  amr_values: Type.Optional(AmrValues),
  role_claim: Type.Optional(RoleClaim),
  roles: Type.Optional(Roles),
  default_role: Type.Optional(DefaultRole),
  ends_passwords: Type.Optional(EndsPasswords),
  is_disabled: Type.Optional(IsDisabled),
};

/** Body of `POST /api/identity-providers`. */
export const AddIdentityProviderRequest = Type.Object(
  { title: Title, issuer: Issuer, client_id: Type.Optional(ClientId), saml: Type.Optional(AddSaml), ...CHANGEABLE },
  { additionalProperties: false },
);
export type AddIdentityProviderRequest = Static<typeof AddIdentityProviderRequest>;

/** Body of `PATCH /api/identity-providers/{id}`: only what is named changes. */
export const EditIdentityProviderRequest = Type.Object(
  {
    title: Type.Optional(Title),
    issuer: Type.Optional(Issuer),
    client_id: Type.Optional(ClientId),
    saml: Type.Optional(EditSaml),
    ...CHANGEABLE,
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditIdentityProviderRequest = Static<typeof EditIdentityProviderRequest>;

/** Answer of `GET /api/sign-in-options`: where people of a domain or an agency may sign in besides. */
export const SignInOptions = Type.Object({
  identity_providers: Type.Array(
    Type.Object({
      title: Title,
      url: Type.String({
        description: 'Where the browser goes',
        examples: ['/sso/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
      }),
      ends_passwords: EndsPasswords,
    }),
    { description: 'Empty: by password alone' },
  ),
});
export type SignInOptions = Static<typeof SignInOptions>;

/** Body of `POST /sso/{id}/logout` (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
export const BackchannelLogoutRequest = Type.Object({
  logout_token: Type.String({
    minLength: 1,
    maxLength: 8_192,
    description: 'The logout token, signed by the provider',
    examples: ['eyJ0eXAiOiJsb2dvdXQrand0In0.e30.c2lnbmF0dXJl'],
  }),
});
export type BackchannelLogoutRequest = Static<typeof BackchannelLogoutRequest>;

/** Body of `POST /sso/{id}/saml`: the HTTP POST binding (SAML bindings section 3.5). */
export const SamlAnswer = Type.Object({
  SAMLResponse: Type.String({
    minLength: 1,
    maxLength: 131_072,
    description: "The provider's response with one signed assertion, in base64",
    examples: ['PHNhbWxwOlJlc3BvbnNlLz4='],
  }),
  RelayState: Type.String({
    minLength: 1,
    maxLength: 80,
    description: 'As it was sent with the request',
    examples: ['af0ifjsldkj'],
  }),
});
export type SamlAnswer = Static<typeof SamlAnswer>;
