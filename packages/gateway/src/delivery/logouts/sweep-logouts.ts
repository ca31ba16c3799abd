import type { Sweep } from '../../database/sweep.ts';
import type { Clock } from '../../kernel/clock.ts';
import { deleteFinishedLogouts } from './store.ts';

const BATCH = 500;
const KEPT_MS = 30 * 86_400_000;

/** The sweep of logout tokens that were sent or given up a month ago. */
export function logoutSweeps({ clock }: { clock: Clock }): Sweep[] {
  return [
    {
      kind: 'application_logouts',
      agencyId: '',
      removeBatch: ({ query }) => deleteFinishedLogouts(query, clock.now() - KEPT_MS, BATCH),
    },
  ];
}
