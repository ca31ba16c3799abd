import type { Sweep } from '../database/sweep.ts';
import type { Clock } from '../kernel/clock.ts';
import { deleteFinished } from './store.ts';

const BATCH = 500;
const KEPT_MS = 30 * 86_400_000;

/** The sweep of mail that was sent or given up a month ago. */
export function outboxSweeps({ clock }: { clock: Clock }): Sweep[] {
  return [
    {
      kind: 'outbox',
      agencyId: '',
      removeBatch: ({ query }) => deleteFinished(query, clock.now() - KEPT_MS, BATCH),
    },
  ];
}
