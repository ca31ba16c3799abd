import { DeeplinkAnswer, DeeplinkRequest } from '@sallyport/contract';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { deeplinkToQuery } from '../../intake/deeplink-to-query.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { ALERT_IDS } from '../requests/alert-id.ts';
import { principalOf, type Route } from '../routing/route.ts';
import { rapidsosErrors } from './errors.ts';

export interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

/** `POST /integrations/irp` (seed: RapidSOS iRP): a URL that opens the portal, signed in, on one caller or alert. */
export const deeplink: Route<Ports> = {
  method: 'POST',
  path: '/integrations/irp',
  errors: rapidsosErrors,
  summary: 'Get a deeplink into the portal',
  access: { kind: 'token', right: 'deeplinks:open' },
  limit: 'reads',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { body: DeeplinkRequest, responses: { 200: DeeplinkAnswer } },
  async handle(ports, request) {
    const { query, view } = request.body as DeeplinkRequest;
    const url = await deeplinkToQuery(ports, {
      principal: principalOf(request),
      query,
      ids: ALERT_IDS,
      view,
      origin: request.origin,
    });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: { url: url.reveal() } };
  },
};
