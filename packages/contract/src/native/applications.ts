import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { ClientSecretInfo } from './clients.ts';
import { RegisteredSignInUse, SignInUse } from './sign-in-use.ts';

const Instant = Type.String({ format: 'date-time' });
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });
const Details = {
  name: described(VisibleText(100), 'What the application is called', 'Example Responder'),
  contact_name: described(VisibleText(100), 'Whom to ask about it', 'Riley Example'),
  contact_email: described(Email, 'Their e-mail address', 'riley@developer.test'),
  contact_phone: Type.String({
    minLength: 1,
    maxLength: 60,
    description: 'Their telephone number, in any usual writing',
    examples: ['+1 555 555 0123'],
  }),
  company: described(VisibleText(200), 'Whose application it is', 'Example Software'),
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
  kind: described(DocumentKind, 'What it shows'),
  media_type: Type.String({ description: 'What kind of file it is', examples: ['application/pdf'] }),
  size_bytes: Type.Integer({ description: 'Bytes', examples: [48213] }),
  uploaded_at: described(Instant, 'When it was uploaded'),
});
export type DocumentInfo = Static<typeof DocumentInfo>;

/** One thing that happened to an application. */
export const ApplicationStep = Type.Object({
  at: described(Instant, 'When it happened'),
  step: Type.Enum(
    [
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
    ],
    { description: 'What happened' },
  ),
  taken_by: Type.Enum(['developer', 'operator', 'agency', 'sallyport'], { description: 'Whose step it was' }),
  text: Nullable(
    Type.String({
      description: 'What was written with it; null where nothing was',
      examples: ['The photo is not readable'],
    }),
  ),
});
export type ApplicationStep = Static<typeof ApplicationStep>;

/** Credentials of an approved application. `agency_id` null: for every agency that consents; its secrets are the developer's. */
export const ApplicationClient = Type.Object({
  id: Type.String({ description: 'The client', examples: ['example-responder-1'] }),
  agency_id: Nullable(
    Type.String({
      description: 'The agency it works for; null for every agency that consents',
      examples: ['sandbox-county'],
    }),
  ),
  scopes: Type.Array(Type.String(), { description: 'Scopes, by name', examples: [['alerts', 'deeplinks']] }),
  grant_types: Type.Array(Type.String(), {
    description: 'The grants it may use, by their `grant_type`',
    examples: [['client_credentials', 'password']],
  }),
  is_disabled: Type.Boolean({ description: 'True where it gets no tokens any more' }),
  secrets: Type.Array(ClientSecretInfo, { description: 'Its secrets, without what is secret of them' }),
});
export type ApplicationClient = Static<typeof ApplicationClient>;

/** A developer's registered product, as its developer and operators see it. */
export const Application = Type.Object({
  id: Type.String({ description: 'The application', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'] }),
  name: Type.String({ description: 'What it is called', examples: ['Example Responder'] }),
  contact_name: Type.String({ description: 'Whom to ask about it', examples: ['Riley Example'] }),
  contact_email: Type.String({ description: 'Their e-mail address', examples: ['riley@developer.test'] }),
  contact_phone: Type.String({
    description: 'Their telephone number, as it was written',
    examples: ['+1 555 555 0123'],
  }),
  contact_phone_e164: Type.String({ description: 'The same as E.164', examples: ['+15555550123'] }),
  company: Type.String({ description: 'Whose application it is', examples: ['Example Software'] }),
  redirect_uris: Type.Array(Type.String(), {
    description: 'Where browsers may go with an answer',
    examples: [['http://localhost']],
  }),
  ...RegisteredSignInUse,
  speaks: described(
    Type.Unsafe<SoftwareSpeaks | null>(
      Nullable(Type.String({ description: 'active911, oauth or machine; null where it was never asked' })),
    ),
    'What its software speaks: active911, oauth or machine; null where it was never asked',
    'active911',
  ),
  scopes: Type.Array(Type.String(), {
    description: 'The scopes it asks for; none is all that software of its kind may have',
    examples: [['read_alert']],
  }),
  state: described(ApplicationState, 'Where its review is'),
  developer: Type.Object(
    {
      name: Type.String({ description: 'What they are called', examples: ['Riley Example'] }),
      email: Type.String({ description: 'Their e-mail address', examples: ['riley@developer.test'] }),
    },
    { description: 'Who registered it' },
  ),
  documents: Type.Array(DocumentInfo, { description: 'What was uploaded' }),
  steps: Type.Array(ApplicationStep, { description: 'What happened to it, the oldest first' }),
  clients: Type.Array(ApplicationClient, { description: 'Its credentials' }),
  created_at: described(Instant, 'When it was registered'),
  updated_at: described(Instant, 'When it changed last'),
});
export type Application = Static<typeof Application>;

/** Answer of `GET /api/developer/applications` and `GET /api/applications`. */
export const ApplicationList = Type.Object({
  applications: Type.Array(Application, { description: 'Applications, the newest first' }),
});
export type ApplicationList = Static<typeof ApplicationList>;

/** Body of `POST /api/developer/applications` (seed: Active911 registration). */
export const RegisterApplicationRequest = Type.Object(
  {
    ...Details,
    redirect_uris: Type.Optional(
      described(RedirectUris, 'Where browsers may go with an answer; http://localhost where there is none', [
        'http://localhost',
      ]),
    ),
    ...SignInUse,
    speaks: Type.Optional(described(SoftwareSpeaks, 'What its software speaks')),
    scopes: Type.Optional(
      described(WantedScopes, 'The scopes it asks for; none is all that software of its kind may have', ['read_alert']),
    ),
  },
  { additionalProperties: false },
);
export type RegisterApplicationRequest = Static<typeof RegisterApplicationRequest>;

/** Body of `PATCH /api/developer/applications/{id}`: only what is named changes. */
export const EditApplicationRequest = Type.Object(
  {
    name: Type.Optional(described(Details.name, 'What the application is called', 'Example Responder')),
    contact_name: Type.Optional(described(Details.contact_name, 'Whom to ask about it', 'Riley Example')),
    contact_email: Type.Optional(described(Details.contact_email, 'Their e-mail address', 'riley@developer.test')),
    contact_phone: Type.Optional(
      described(Details.contact_phone, 'Their telephone number, in any usual writing', '+1 555 555 0123'),
    ),
    company: Type.Optional(described(Details.company, 'Whose application it is', 'Example Software')),
    redirect_uris: Type.Optional(
      described(RedirectUris, 'Where browsers may go with an answer; http://localhost where there is none', [
        'http://localhost',
      ]),
    ),
    ...SignInUse,
    speaks: Type.Optional(described(SoftwareSpeaks, 'What its software speaks')),
    scopes: Type.Optional(
      described(WantedScopes, 'The scopes it asks for; none is all that software of its kind may have', ['read_alert']),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditApplicationRequest = Static<typeof EditApplicationRequest>;

/** Answer of `POST /api/developer/applications/{id}/secrets` (201): the only time the secret is readable. */
export const NewApplicationSecret = Type.Object({
  application: described(Application, 'The application with its new secret listed'),
  client_id: Type.String({ description: 'The client', examples: ['example-responder-1'] }),
  secret_id: Type.String({
    description: "The secret's id, by which it is removed",
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d66'],
  }),
  client_secret: Type.String({
    description: 'The secret; readable this once',
    examples: ['Zk3mT0q8vYk7b0Qb6mE2vYk7b0Qb6mE2'],
  }),
});
export type NewApplicationSecret = Static<typeof NewApplicationSecret>;

/** Old habits of a client's software; each that is true is one exception for this client alone. */
export const LegacyMarks = Type.Object(
  {
    password_grant: Type.Optional(Type.Boolean({ description: 'True lets it use the password grant' })),
    json_token_body: Type.Optional(Type.Boolean({ description: 'True lets it send token requests as JSON' })),
    token_in_query: Type.Optional(Type.Boolean({ description: 'True lets its sockets send the token in the query' })),
    loose_redirect: Type.Optional(
      Type.Boolean({
        description:
          'True lets a redirect URI that is a host alone stand for every page there; an endpoint is compared exactly',
      }),
    ),
    code_without_pkce: Type.Optional(Type.Boolean({ description: 'True lets it use a code without PKCE' })),
  },
  { additionalProperties: false },
);
export type LegacyMarks = Static<typeof LegacyMarks>;

/** Body of `POST /api/applications/{id}/decision`. `text` states what is missing or why not; an approval may do without, and states that both documents were opened. */
export const ApplicationDecision = Type.Object(
  {
    decision: Type.Enum(['more_asked', 'approved', 'declined'], { description: 'What is decided' }),
    text: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description: 'What is missing, or why not',
        examples: ['The photo is not readable'],
      }),
    ),
    documents_opened: Type.Optional(
      Type.Boolean({ description: 'Must be true to approve: whoever approves has opened both documents' }),
    ),
    legacy: Type.Optional(described(LegacyMarks, 'Old habits that its first client may have')),
  },
  { additionalProperties: false },
);
export type ApplicationDecision = Static<typeof ApplicationDecision>;

/** Answer of `GET /api/developer/applications/{id}/refusals`: the last 50, newest first. */
export const ApplicationRefusals = Type.Object({
  refusals: Type.Array(
    Type.Object({
      at: described(Instant, 'When it happened'),
      client_id: Type.String({ description: 'The client that the request named', examples: ['example-responder-1'] }),
      request_id: Nullable(
        Type.String({
          description: 'The x-request-id of the answer; null where there was none',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'],
        }),
      ),
      source: Nullable(
        Type.String({
          description: 'The network address it came from; null where it is not known',
          examples: ['203.0.113.7'],
        }),
      ),
      route: Nullable(
        Type.String({ description: 'The path that was asked; null where there is none', examples: ['/oauth/token'] }),
      ),
      code: Type.String({ description: 'Stable name of the refusal', examples: ['invalid_client'] }),
      check: Nullable(
        Type.String({
          description: 'The check that failed, for the client’s owner alone',
          examples: ['the secret has ended'],
        }),
      ),
    }),
    { description: 'The last 50, the newest first' },
  ),
});
export type ApplicationRefusals = Static<typeof ApplicationRefusals>;

/** An approved application's wish to work for one agency. */
export const AgencyRequest = Type.Object({
  id: Type.String({ description: 'The request', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88'] }),
  application_id: Type.String({ description: 'The application', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'] }),
  application_name: Type.String({ description: 'What the application is called', examples: ['Example Responder'] }),
  company: Type.String({ description: 'Whose application it is', examples: ['Example Software'] }),
  agency_id: Type.String({ description: 'The agency', examples: ['sandbox-county'] }),
  agency_name: Type.String({ description: 'What the agency is called', examples: ['Sandbox County 9-1-1'] }),
  purpose: Type.String({
    description: 'What the application is to do for the agency',
    examples: ['Page our volunteers'],
  }),
  state: Type.Enum(['asked', 'granted', 'declined'], { description: 'Whether the agency has answered, and how' }),
  asked_at: described(Instant, 'When it was asked'),
  answered_at: Nullable(described(Instant, 'When it was answered; null where it was not')),
  answer: Nullable(
    Type.String({ description: 'What the agency wrote; null where it wrote nothing', examples: ['Welcome'] }),
  ),
});
export type AgencyRequest = Static<typeof AgencyRequest>;

export const AgencyRequestList = Type.Object({
  requests: Type.Array(AgencyRequest, { description: 'Requests, the newest first' }),
});
export type AgencyRequestList = Static<typeof AgencyRequestList>;

/** Body of `POST /api/developer/applications/{id}/agency-requests`. */
export const AskAgencyRequest = Type.Object(
  {
    agency_id: Type.String({ minLength: 1, maxLength: 64, description: 'The agency', examples: ['sandbox-county'] }),
    purpose: described(VisibleText(1_000), 'What the application is to do for the agency', 'Page our volunteers'),
  },
  { additionalProperties: false },
);
export type AskAgencyRequest = Static<typeof AskAgencyRequest>;

/** Body of `POST /api/agency-requests/{id}/answer`. A no has its reason. */
export const AgencyAnswer = Type.Object(
  {
    state: Type.Enum(['granted', 'declined'], { description: "The agency's answer" }),
    answer: Type.Optional(
      Type.String({
        maxLength: 1_000,
        description: 'What is written with it; a no must have its reason',
        examples: ['Welcome'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type AgencyAnswer = Static<typeof AgencyAnswer>;

/** Answer of `GET /api/approved-applications`: what credentials may be issued for. */
export const ApprovedApplications = Type.Object({
  applications: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The application', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'] }),
      name: Type.String({ description: 'What it is called', examples: ['Example Responder'] }),
      company: Type.String({ description: 'Whose it is', examples: ['Example Software'] }),
    }),
    { description: 'Applications that credentials may be issued for' },
  ),
});
export type ApprovedApplications = Static<typeof ApprovedApplications>;

/** Body of `POST /api/clients`: credentials of an approved application for this agency. Answer (201): `NewClientSecret`. */
export const IssueClientRequest = Type.Object(
  {
    application_id: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'An approved application',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'],
    }),
    integration_kind: Type.Enum(['psap', 'central_station', 'prepared', 'call_handling', 'responder', 'directory'], {
      description: 'What its software is to the agency',
    }),
    scopes: Type.Array(Type.String({ maxLength: 60 }), {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: 'Scopes, by name',
      examples: [['alerts', 'deeplinks']],
    }),
    grant_types: Type.Array(Type.Enum(['client_credentials', 'password', 'authorization_code', 'refresh_token']), {
      minItems: 1,
      uniqueItems: true,
      description: 'The grants it may use, by their `grant_type`',
      examples: [['client_credentials', 'password']],
    }),
    access_token_ttl_seconds: Type.Integer({
      minimum: 60,
      maximum: 86_400,
      description: 'For how many seconds its access tokens are good',
      examples: [3600],
    }),
    legacy: Type.Optional(described(LegacyMarks, 'Old habits that it may have')),
    time_zone: Type.Optional(
      Nullable(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'The IANA zone in which its times without an offset are read',
          examples: ['America/New_York'],
        }),
      ),
    ),
    callflow: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: '^[\\w.-]+$',
        description: 'The callflow that its alerts come by',
        examples: ['sandbox'],
      }),
    ),
  },
  { additionalProperties: false },
);
export type IssueClientRequest = Static<typeof IssueClientRequest>;
