import { Application, ApplicationDecision, ApplicationList, DocumentKind, described } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import { readDocument } from '../../../authorization/applications/documents/read-document.ts';
import { listApplications, readApplication } from '../../../authorization/applications/own-application.ts';
import { reviewApplication } from '../../../authorization/applications/review-application.ts';
import type { ChangeFeed } from '../../../database/changes/change-feed.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import type { MailQueue } from '../../../outbox/mail-queue.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { encodeApplication, encodeApplications, readLegacyMarks } from '../developers/encode-application.ts';
import { applicationRequest } from '../developers/own-applications.ts';
import { nativeErrors } from '../problems/errors.ts';

export interface DecidePorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly mail: MailQueue;
}

const PATH = '/api/applications';
const reviewing = {
  errors: nativeErrors,
  access: { kind: 'operator', right: 'applications:review' },
  limit: 'reads',
  bodyLimitBytes: 16_384,
} as const;
const params = Type.Object({
  id: Type.String({
    maxLength: 60,
    description: 'The application',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
});

const EXTENSIONS = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' } as const;

export const list: Route<{ database: Database }> = {
  ...reviewing,
  method: 'GET',
  path: PATH,
  summary: 'List the applications that were submitted',
  body: 'none',
  schema: { responses: { 200: ApplicationList } },
  async handle(ports) {
    return { status: 200, body: await encodeApplications(ports, await listApplications(ports)) };
  },
};

export const read: Route<{ database: Database }> = {
  ...reviewing,
  method: 'GET',
  path: `${PATH}/:id`,
  summary: 'Read an application',
  body: 'none',
  schema: { params, responses: { 200: Application } },
  async handle(ports, { params: { id = '' } }) {
    return { status: 200, body: await encodeApplication(ports, await readApplication(ports, id)) };
  },
};

/** The bytes as they came in, which a browser must never run: a download of the type its bytes have, in no origin at all. */
export const document: Route<{ database: Database; audit: Audit }> = {
  ...reviewing,
  method: 'GET',
  path: `${PATH}/:id/documents/:kind`,
  summary: 'Read a document; every read is recorded',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The application',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
      kind: described(DocumentKind, 'Which document it is'),
    }),
    responses: {
      200: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: '*/*', description: 'The PDF, PNG or JPEG itself' }),
    },
  },
  async handle(ports, request) {
    const { id: applicationId = '', kind = '' } = request.params;
    const { principal, origin } = applicationRequest(request);
    const { mediaType, content } = await readDocument(ports, { applicationId, kind, principal, origin });
    return {
      status: 200,
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename="${kind.replaceAll('_', '-')}.${EXTENSIONS[mediaType]}"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      body: content,
    };
  },
};

export const decide: Route<DecidePorts> = {
  ...reviewing,
  needsRecentFactor: true,
  method: 'POST',
  path: `${PATH}/:id/decision`,
  summary: 'Ask for more, approve or decline',
  body: 'json',
  schema: { params, body: ApplicationDecision, responses: { 200: Application } },
  async handle(ports, request) {
    const { decision, text, legacy, documents_opened: documentsOpened = false } = request.body as ApplicationDecision;
    const application = await reviewApplication(ports, {
      ...applicationRequest(request),
      principal: principalOf(request),
      decision: { kind: decision, text, documentsOpened, legacy: readLegacyMarks(legacy) },
    });
    return { status: 200, body: await encodeApplication(ports, application) };
  },
};
