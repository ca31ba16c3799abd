import { RedeemedDeeplink } from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../audit/append-record.ts';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import {
  embeddingOriginsOf,
  lookAtDeeplink,
  redeemDeeplink,
} from '../../../authorization/deeplinks/redeem-deeplink.ts';
import type { Limits } from '../../../authorization/limits/limits.ts';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { browserTokenOf } from '../../routing/browser-credentials.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { browserCookie } from './cookies.ts';
import { encodeDeeplinkSession } from './encode-session.ts';

export interface RedeemPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
}

const ticketParams = Type.Object({
  ticket: Type.String({
    maxLength: 100,
    description: 'The secret part of the link; it works once',
    examples: ['Zk3mT0q8vYk7b0Qb6mE2'],
  }),
});

/** `GET /d/{ticket}`: the page that will redeem the ticket. It spends nothing and gives no session. */
export const page: Route<{ database: Database; clock: Clock; clients: ClientDirectory }> = {
  method: 'GET',
  path: '/d/:ticket',
  errors: nativeErrors,
  summary: 'The page a deeplink opens',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { params: ticketParams, responses: { 200: null } },
  answerType: 'text/html',
  async handle(ports, { params }) {
    const { refusal, embeddingOrigins } = await lookAtDeeplink(ports, params['ticket'] ?? '');
    return { status: refusal?.status ?? 200, page: { frameAncestors: embeddingOrigins } };
  },
};

/** `POST /d/{ticket}`: opens the deeplink in this browser, which owns it from then on. */
export const redeem: Route<RedeemPorts> = {
  method: 'POST',
  path: '/d/:ticket',
  errors: nativeErrors,
  summary: 'Redeem a deeplink in this browser',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { params: ticketParams, responses: { 200: RedeemedDeeplink } },
  async handle(ports, { params, cookies, origin }) {
    const redeemed = await redeemDeeplink(ports, {
      ticket: params['ticket'] ?? '',
      browserToken: browserTokenOf(cookies),
      origin,
    });
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      cookies: [browserCookie(redeemed.browserToken.reveal(), redeemed.isEmbeddable)],
      body: { deeplink_id: redeemed.deeplink.id, session: await encodeDeeplinkSession(ports, redeemed) },
    };
  },
};

/** `GET /portal/deeplink/{id}`: the page of an open deeplink, which may be reloaded inside the same frame. */
export const openPage: Route<{ database: Database; clients: ClientDirectory }> = {
  method: 'GET',
  path: '/portal/deeplink/:id',
  errors: nativeErrors,
  summary: 'The page of an open deeplink',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The deeplink',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
    }),
    responses: { 200: null },
  },
  answerType: 'text/html',
  async handle(ports, { params }) {
    return { status: 200, page: { frameAncestors: await embeddingOriginsOf(ports, params['id'] ?? '') } };
  },
};
