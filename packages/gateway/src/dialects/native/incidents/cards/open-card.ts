import * as contract from '@sallyport/contract';
import { Type } from 'typebox';
import type { Audit } from '../../../../audit/append-record.ts';
import type { Database } from '../../../../database/database.ts';
import { openCardForReader } from '../../../../intake/open-card.ts';
import type { Clock } from '../../../../kernel/clock.ts';
import type { Random } from '../../../../kernel/random.ts';
import { incidentIdOf } from '../../../requests/alert-id.ts';
import { ownAgency } from '../../../requests/own-agency.ts';
import { principalOf, type Route } from '../../../routing/route.ts';
import { nativeErrors } from '../../problems/errors.ts';
import { cardOf } from './cards-of.ts';
import { encodeCard } from './encode-card.ts';

/** `POST /api/incidents/{id}/cards/{card}/open`: what is in a sensitive card, which is recorded and shown to colleagues. */
export const open: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  method: 'POST',
  path: '/api/incidents/:id/cards/:card/open',
  errors: nativeErrors,
  access: { kind: 'reader', right: 'cards:sensitive' },
  limit: 'reads',
  body: 'none',
  summary: 'Open a sensitive card: who did, and when, is recorded and shown',
  schema: {
    params: Type.Object({
      id: Type.String({
        maxLength: 60,
        description: 'The incident',
        examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
      }),
      card: Type.String({ maxLength: 200, description: 'The id of the card', examples: ['medical'] }),
    }),
    responses: { 200: contract.Card },
  },
  async handle(ports, request) {
    const card = request.params['card'] ?? '';
    const asking = {
      principal: principalOf(request),
      agencyId: ownAgency(request),
      incidentId: incidentIdOf(request.params['id'] ?? ''),
      card,
      origin: request.origin,
    };
    const { drawn, opening } = await openCardForReader(ports, asking, (whole) => cardOf(whole, card));
    return { status: 200, body: encodeCard(drawn, { openings: [opening] }) };
  },
};
