import { SamlAnswer } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { acceptSamlAnswer, samlMetadata } from '../../../people/single-sign-on/accept-saml-answer.ts';
import { readParameters } from '../../requests/read-parameters.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { byProvider, NO_STORE, pageErrors } from './single-sign-on.ts';

const NOT_FROM_HERE =
  'SAMLResponse and RelayState must be sent; a sign-in begins at Sallyport, and not at the identity provider';

/** `GET /sso/{id}/saml/metadata`: what an agency's identity provider reads to know Sallyport (SAML metadata section 4.1). */
export const metadata: Route<{ database: Database; publicUrl: string }> = {
  method: 'GET',
  path: '/sso/:id/saml/metadata',
  errors: nativeErrors,
  summary: 'What Sallyport is to a SAML identity provider',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: {
    params: byProvider,
    responses: {
      200: Type.Unsafe<string>({
        type: 'string',
        contentMediaType: 'application/samlmetadata+xml',
        description: 'An EntityDescriptor of SAML 2.0',
      }),
    },
  },
  async handle(ports, { params }) {
    const body = await samlMetadata(ports, params['id'] ?? '');
    return { status: 200, headers: { 'content-type': 'application/samlmetadata+xml; charset=utf-8' }, body };
  },
};

/** `POST /sso/{id}/saml`: the assertion consumer service (SAML profiles section 4.1.4). */
export const consume: Route<{ database: Database; clock: Clock; publicUrl: string }> = {
  method: 'POST',
  path: '/sso/:id/saml',
  errors: pageErrors,
  summary: "A SAML identity provider's answer, by the browser that signs in",
  access: { kind: 'public', takesForeignForms: true },
  limit: 'failures',
  body: 'form-or-json',
  bodyLimitBytes: 196_608,
  schema: { params: byProvider, body: SamlAnswer, responses: { 303: null } },
  async handle(ports, { params, body }) {
    const { SAMLResponse: samlResponse, RelayState: relayState } = readParameters(SamlAnswer, body, {
      missing: NOT_FROM_HERE,
    });
    const location = await acceptSamlAnswer(ports, { providerId: params['id'] ?? '', samlResponse, relayState });
    // The browser's cookie comes with the GET that this leads to, and not with a POST from another site.
    return { status: 303, headers: { location, ...NO_STORE } };
  },
};
