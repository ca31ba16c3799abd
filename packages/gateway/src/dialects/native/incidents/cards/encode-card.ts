import type * as contract from '@sallyport/contract';
import type { CardOpening } from '../../../../incidents/cards/types.ts';
import { toRfc3339 } from '../../../../kernel/clock.ts';
import type { Card } from '../../../cards/card.ts';

/** A card; with who opened it where it is sensitive. */
export function encodeCard(
  { suppliedBy, receivedAt, fields, ...card }: Card,
  sensitive?: { readonly openings: readonly CardOpening[] },
): contract.Card {
  return {
    ...card,
    fields: [...fields],
    supplied_by: suppliedBy,
    received_at: toRfc3339(receivedAt),
    ...(sensitive !== undefined && {
      sensitive: { openings: sensitive.openings.map(({ name, at }) => ({ name, opened_at: toRfc3339(at) })) },
    }),
  };
}
