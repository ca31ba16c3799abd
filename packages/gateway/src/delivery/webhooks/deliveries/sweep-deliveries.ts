import type { Sweep } from '../../../database/sweep.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { deleteOldDeliveries } from './store.ts';

const BATCH = 500;
const DAY_MS = 86_400_000;
/** For how long a delivery that arrived is kept. */
export const DELIVERED_KEPT_MS = 7 * DAY_MS;
const FAILED_KEPT_DAYS = 30;

/** The sweep of the delivery log: what was delivered a week ago or given up a month ago, and what waits for an event that is gone. */
export function webhookSweeps({ clock }: { clock: Clock }): Sweep[] {
  return [
    {
      kind: 'webhook_deliveries',
      agencyId: '',
      removeBatch({ query }) {
        const now = clock.now();
        const before = { delivered: now - DELIVERED_KEPT_MS, failed: now - FAILED_KEPT_DAYS * DAY_MS };
        return deleteOldDeliveries(query, before, BATCH);
      },
    },
  ];
}
