import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { ClientSecretInfo } from './clients.ts';

const Instant = Type.String({ format: 'date-time' });
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const Details = {
  name: Text(100),
  contact_name: Text(100),
  contact_email: Email,
  contact_phone: Type.String({ minLength: 1, maxLength: 60 }),
  company: Text(200),
};
const RedirectUris = Type.Array(Type.String({ minLength: 1, maxLength: 2_048 }), {
  maxItems: 10,
  description: 'None: http://localhost',
});

/**
 * What an application's software speaks. `active911`: the vendor's pages as they are, without PKCE. `oauth`: the authorization
 * code with PKCE. `machine`: no person; an agency's administrator issues its credentials.
 */
export const SoftwareSpeaks = Type.Enum(['active911', 'oauth', 'machine']);
export type SoftwareSpeaks = Static<typeof SoftwareSpeaks>;
const WantedScopes = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
  maxItems: 20,
  uniqueItems: true,
  description: 'None: all that software of its kind may have',
});

/** `draft`: the developer's alone. `submitted`: an operator's turn. `more_asked`: the developer's. The other two are final. */
export const ApplicationState = Type.Enum(['draft', 'submitted', 'more_asked', 'approved', 'declined']);
export type ApplicationState = Static<typeof ApplicationState>;

export const DocumentKind = Type.Enum(['photo_id', 'proof_of_business']);
export type DocumentKind = Static<typeof DocumentKind>;

/** A document as it is listed; what it shows, operators alone may read. */
export const DocumentInfo = Type.Object({
  kind: DocumentKind,
  media_type: Type.String(),
  size_bytes: Type.Integer(),
  uploaded_at: Instant,
});
export type DocumentInfo = Static<typeof DocumentInfo>;

/** One thing that happened to an application. */
export const ApplicationStep = Type.Object({
  at: Instant,
  step: Type.Enum([
    'registered',
    'edited',
    'document_uploaded',
    'submitted',
    'more_asked',
    'approved',
    'declined',
    'redirects_changed',
    'secret_added',
    'secret_removed',
    'agency_asked',
    'agency_granted',
    'agency_declined',
    'client_issued',
  ]),
  taken_by: Type.Enum(['developer', 'operator', 'agency', 'sallyport']),
  text: Nullable(Type.String()),
});
export type ApplicationStep = Static<typeof ApplicationStep>;

/** Credentials of an approved application. `agency_id` null: for every agency that consents; its secrets are the developer's. */
export const ApplicationClient = Type.Object({
  id: Type.String(),
  agency_id: Nullable(Type.String()),
  scopes: Type.Array(Type.String()),
  grant_types: Type.Array(Type.String()),
  is_disabled: Type.Boolean(),
  secrets: Type.Array(ClientSecretInfo),
});
export type ApplicationClient = Static<typeof ApplicationClient>;

/** A developer's registered product, as its developer and operators see it. */
export const Application = Type.Object({
  id: Type.String(),
  name: Type.String(),
  contact_name: Type.String(),
  contact_email: Type.String(),
  contact_phone: Type.String({ description: 'As it was written' }),
  contact_phone_e164: Type.String(),
  company: Type.String(),
  redirect_uris: Type.Array(Type.String()),
  speaks: Type.Unsafe<SoftwareSpeaks | null>(
    Nullable(Type.String({ description: 'active911, oauth or machine; null where it was never asked' })),
  ),
  scopes: Type.Array(Type.String()),
  state: ApplicationState,
  developer: Type.Object({ name: Type.String(), email: Type.String() }),
  documents: Type.Array(DocumentInfo),
  steps: Type.Array(ApplicationStep),
  clients: Type.Array(ApplicationClient),
  created_at: Instant,
  updated_at: Instant,
});
export type Application = Static<typeof Application>;

/** Answer of `GET /api/developer/applications` and `GET /api/applications`. */
export const ApplicationList = Type.Object({ applications: Type.Array(Application) });
export type ApplicationList = Static<typeof ApplicationList>;

/** Body of `POST /api/developer/applications` (seed: Active911 registration). */
export const RegisterApplicationRequest = Type.Object(
  {
    ...Details,
    redirect_uris: Type.Optional(RedirectUris),
    speaks: Type.Optional(SoftwareSpeaks),
    scopes: Type.Optional(WantedScopes),
  },
  { additionalProperties: false },
);
export type RegisterApplicationRequest = Static<typeof RegisterApplicationRequest>;

/** Body of `PATCH /api/developer/applications/{id}`: only what is named changes. */
export const EditApplicationRequest = Type.Object(
  {
    name: Type.Optional(Details.name),
    contact_name: Type.Optional(Details.contact_name),
    contact_email: Type.Optional(Details.contact_email),
    contact_phone: Type.Optional(Details.contact_phone),
    company: Type.Optional(Details.company),
    redirect_uris: Type.Optional(RedirectUris),
    speaks: Type.Optional(SoftwareSpeaks),
    scopes: Type.Optional(WantedScopes),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditApplicationRequest = Static<typeof EditApplicationRequest>;

/** Answer of `POST /api/developer/applications/{id}/secrets` (201): the only time the secret is readable. */
export const NewApplicationSecret = Type.Object({
  application: Application,
  client_id: Type.String(),
  secret_id: Type.String(),
  client_secret: Type.String(),
});
export type NewApplicationSecret = Static<typeof NewApplicationSecret>;

/** Old habits of a client's software; each that is true is one exception for this client alone. */
export const LegacyMarks = Type.Object(
  {
    password_grant: Type.Optional(Type.Boolean()),
    json_token_body: Type.Optional(Type.Boolean()),
    token_in_query: Type.Optional(Type.Boolean()),
    loose_redirect: Type.Optional(Type.Boolean()),
    code_without_pkce: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type LegacyMarks = Static<typeof LegacyMarks>;

/** Body of `POST /api/applications/{id}/decision`. `text` states what is missing or why not; an approval may do without, and states that both documents were opened. */
export const ApplicationDecision = Type.Object(
  {
    decision: Type.Enum(['more_asked', 'approved', 'declined']),
    text: Type.Optional(Type.String({ maxLength: 2_000 })),
    documents_opened: Type.Optional(
      Type.Boolean({ description: 'Must be true to approve: whoever approves has opened both documents' }),
    ),
    legacy: Type.Optional(LegacyMarks),
  },
  { additionalProperties: false },
);
export type ApplicationDecision = Static<typeof ApplicationDecision>;

/** Answer of `GET /api/developer/applications/{id}/refusals`: the last 50, newest first. */
export const ApplicationRefusals = Type.Object({
  refusals: Type.Array(
    Type.Object({
      at: Instant,
      client_id: Type.String(),
      request_id: Nullable(Type.String()),
      source: Nullable(Type.String()),
      route: Nullable(Type.String()),
      code: Type.String(),
      check: Nullable(Type.String({ description: 'The check that failed, for the client’s owner alone' })),
    }),
  ),
});
export type ApplicationRefusals = Static<typeof ApplicationRefusals>;

/** An approved application's wish to work for one agency. */
export const AgencyRequest = Type.Object({
  id: Type.String(),
  application_id: Type.String(),
  application_name: Type.String(),
  company: Type.String(),
  agency_id: Type.String(),
  agency_name: Type.String(),
  purpose: Type.String(),
  state: Type.Enum(['asked', 'granted', 'declined']),
  asked_at: Instant,
  answered_at: Nullable(Instant),
  answer: Nullable(Type.String()),
});
export type AgencyRequest = Static<typeof AgencyRequest>;

export const AgencyRequestList = Type.Object({ requests: Type.Array(AgencyRequest) });
export type AgencyRequestList = Static<typeof AgencyRequestList>;

/** Body of `POST /api/developer/applications/{id}/agency-requests`. */
export const AskAgencyRequest = Type.Object(
  { agency_id: Type.String({ minLength: 1, maxLength: 64 }), purpose: Text(1_000) },
  { additionalProperties: false },
);
export type AskAgencyRequest = Static<typeof AskAgencyRequest>;

/** Body of `POST /api/agency-requests/{id}/answer`. A no has its reason. */
export const AgencyAnswer = Type.Object(
  { state: Type.Enum(['granted', 'declined']), answer: Type.Optional(Type.String({ maxLength: 1_000 })) },
  { additionalProperties: false },
);
export type AgencyAnswer = Static<typeof AgencyAnswer>;

/** Answer of `GET /api/approved-applications`: what credentials may be issued for. */
export const ApprovedApplications = Type.Object({
  applications: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), company: Type.String() })),
});
export type ApprovedApplications = Static<typeof ApprovedApplications>;

/** Body of `POST /api/clients`: credentials of an approved application for this agency. Answer (201): `NewClientSecret`. */
export const IssueClientRequest = Type.Object(
  {
    application_id: Type.String({ minLength: 1, maxLength: 60 }),
    integration_kind: Type.Enum(['psap', 'central_station', 'prepared', 'call_handling', 'responder']),
    scopes: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 20, uniqueItems: true }),
    grant_types: Type.Array(Type.Enum(['client_credentials', 'password', 'authorization_code', 'refresh_token']), {
      minItems: 1,
      uniqueItems: true,
    }),
    access_token_ttl_seconds: Type.Integer({ minimum: 60, maximum: 86_400 }),
    legacy: Type.Optional(LegacyMarks),
    time_zone: Type.Optional(
      Nullable(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'the IANA zone in which its times without an offset are read',
        }),
      ),
    ),
    callflow: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w.-]+$' })),
  },
  { additionalProperties: false },
);
export type IssueClientRequest = Static<typeof IssueClientRequest>;
