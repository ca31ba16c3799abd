import {
  Application,
  ApplicationList,
  ApplicationRefusals,
  DocumentKind,
  described,
  EditApplicationRequest,
  NewApplicationSecret,
  RegisterApplicationRequest,
} from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import {
  DOCUMENT_BYTES_AT_MOST,
  uploadDocument,
} from '../../../authorization/applications/documents/upload-document.ts';
import { listOwnRefusals } from '../../../authorization/applications/list-refusals.ts';
import {
  type ApplicationRequest,
  listOwnApplications,
  readOwnApplication,
} from '../../../authorization/applications/own-application.ts';
import {
  editApplication,
  registerApplication,
  submitApplication,
} from '../../../authorization/applications/register-application.ts';
import { addOwnSecret, removeOwnSecret } from '../../../authorization/applications/rotate-own-secret.ts';
import type { CheckEndpoint } from '../../../authorization/clients/check-sign-in-use.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import { readPhoneNumber } from '../../../incidents/callers/phone-number.ts';
import { type ArrivedFile, wholeOf } from '../../../kernel/arrived-file.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { principalOf, type Route, type RouteRequest } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeApplication, encodeApplications } from './encode-application.ts';

export interface EditPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly mail: MailQueue;
  readonly checkEndpoint: CheckEndpoint;
}

export interface RegisterPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly checkEndpoint: CheckEndpoint;
}

export interface UploadPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly developerDocumentMegabytes: number };
}

export interface SubmitPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly mail: MailQueue;
  readonly checkEndpoint: CheckEndpoint;
}

const PATH = '/api/developer/applications';
const own = {
  errors: nativeErrors,
  access: { kind: 'developer', right: 'applications:own' },
  limit: 'reads',
  bodyLimitBytes: 32_768,
} as const;
const params = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The application',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});
const UNCACHED = { 'cache-control': 'no-store' };

/** Which application, and who asks. */
export function applicationRequest(request: RouteRequest): ApplicationRequest {
  return { id: request.params['id'] ?? '', principal: principalOf(request), origin: request.origin };
}

function readPhone(given: string | undefined) {
  return given === undefined ? {} : { contactPhone: readPhoneNumber(given, 'contact_phone'), contactPhoneGiven: given };
}

export const list: Route<{ database: Database }> = {
  ...own,
  method: 'GET',
  path: PATH,
  summary: 'List your applications',
  body: 'none',
  schema: { responses: { 200: ApplicationList } },
  async handle(ports, request) {
    const applications = await listOwnApplications(ports, principalOf(request));
    return { status: 200, body: await encodeApplications(ports, applications) };
  },
};

export const register: Route<RegisterPorts> = {
  ...own,
  method: 'POST',
  path: PATH,
  summary: 'Register an application as a draft',
  body: 'json',
  schema: { body: RegisterApplicationRequest, responses: { 201: Application } },
  async handle(ports, request) {
    const { origin } = request;
    const body = request.body as RegisterApplicationRequest;
    const application = await registerApplication(ports, {
      details: {
        name: body.name,
        contactName: body.contact_name,
        contactEmail: body.contact_email,
        contactPhone: readPhoneNumber(body.contact_phone, 'contact_phone'),
        contactPhoneGiven: body.contact_phone,
        company: body.company,
        redirectUris: body.redirect_uris ?? [],
        postLogoutRedirectUris: body.post_logout_redirect_uris ?? [],
        backchannelLogoutUri: body.backchannel_logout_uri ?? null,
        backchannelLogoutSessionRequired: body.backchannel_logout_session_required ?? false,
        initiateLoginUri: body.initiate_login_uri ?? null,
        speaks: body.speaks ?? null,
        scopes: body.scopes ?? [],
      },
      principal: principalOf(request),
      origin,
    });
    return { status: 201, body: await encodeApplication(ports, application) };
  },
};

export const read: Route<{ database: Database }> = {
  ...own,
  method: 'GET',
  path: `${PATH}/:id`,
  summary: 'Read one of your applications',
  body: 'none',
  schema: { params, responses: { 200: Application } },
  async handle(ports, request) {
    const application = await readOwnApplication(ports, applicationRequest(request));
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};

export const edit: Route<EditPorts> = {
  ...own,
  method: 'PATCH',
  path: `${PATH}/:id`,
  summary: 'Edit an application; once it is approved, its addresses',
  body: 'json',
  schema: { params, body: EditApplicationRequest, responses: { 200: Application } },
  async handle(ports, request) {
    const body = request.body as EditApplicationRequest;
    const application = await editApplication(ports, {
      ...applicationRequest(request),
      edit: {
        name: body.name,
        contactName: body.contact_name,
        contactEmail: body.contact_email,
        ...readPhone(body.contact_phone),
        company: body.company,
        redirectUris: body.redirect_uris,
        postLogoutRedirectUris: body.post_logout_redirect_uris,
        backchannelLogoutUri: body.backchannel_logout_uri,
        backchannelLogoutSessionRequired: body.backchannel_logout_session_required,
        initiateLoginUri: body.initiate_login_uri,
        speaks: body.speaks,
        scopes: body.scopes,
      },
    });
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};

export const upload: Route<UploadPorts> = {
  ...own,
  method: 'POST',
  path: `${PATH}/:id/documents/:kind`,
  summary: 'Upload a document: the body is the PDF, PNG or JPEG itself',
  body: 'document',
  bodyLimitBytes: DOCUMENT_BYTES_AT_MOST,
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The application',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
      kind: described(DocumentKind, 'Which document it is'),
    }),
    responses: { 200: Application },
  },
  async handle(ports, request) {
    const application = await uploadDocument(ports, {
      ...applicationRequest(request),
      kind: request.params['kind'] as DocumentKind,
      content: Buffer.isBuffer(request.body) ? request.body : await wholeOf(request.body as ArrivedFile),
    });
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};

export const submit: Route<SubmitPorts> = {
  ...own,
  method: 'POST',
  path: `${PATH}/:id/submit`,
  summary: 'Hand an application in for review',
  body: 'none',
  schema: { params, responses: { 200: Application } },
  async handle(ports, request) {
    const application = await submitApplication(ports, applicationRequest(request));
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};

export const addSecret: Route<EditPorts> = {
  ...own,
  method: 'POST',
  path: `${PATH}/:id/secrets`,
  summary: 'Make a secret of your approved application; it is shown this once',
  body: 'none',
  schema: { params, responses: { 201: NewApplicationSecret } },
  async handle(ports, request) {
    const { application, secretId, clientSecret } = await addOwnSecret(ports, applicationRequest(request));
    const body = {
      application: await encodeApplication(ports, application),
      client_id: application.clientId ?? '',
      secret_id: secretId,
      client_secret: clientSecret.reveal(),
    };
    return { status: 201, headers: UNCACHED, body };
  },
};

export const removeSecret: Route<EditPorts> = {
  ...own,
  method: 'DELETE',
  path: `${PATH}/:id/secrets/:secret_id`,
  summary: 'Remove a secret of your application',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The application',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
      secret_id: Type.String({
        maxLength: 60,
        description: 'The secret, by its id',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d66'],
      }),
    }),
    responses: { 200: Application },
  },
  async handle(ports, request) {
    const secretId = request.params['secret_id'] ?? '';
    const application = await removeOwnSecret(ports, { ...applicationRequest(request), secretId });
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};

export const refusals: Route<{ database: Database }> = {
  ...own,
  method: 'GET',
  path: `${PATH}/:id/refusals`,
  summary: "Your application's recent refusals, each with the check that failed",
  body: 'none',
  schema: { params, responses: { 200: ApplicationRefusals } },
  async handle(ports, request) {
    const found = await listOwnRefusals(ports, applicationRequest(request));
    return {
      status: 200,
      headers: UNCACHED,
      body: {
        refusals: found.map(({ at, clientId, requestId, ...rest }) => ({
          at: toRfc3339(at),
          client_id: clientId,
          request_id: requestId,
          ...rest,
        })),
      },
    };
  },
};
