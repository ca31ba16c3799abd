import type { Sweep } from '../../database/sweep.ts';
import type { Clock } from '../../kernel/clock.ts';
import { deleteExpiredDeeplinks } from './store.ts';

const BATCH = 500;
/** Whoever opens an old link the next week still reads that its hour is over, and not that it never was. */
const KEPT_MS = 30 * 86_400_000;

/** The sweep of deeplinks that have expired. */
export function deeplinkSweeps({ clock }: { clock: Clock }): Sweep[] {
  return [
    {
      kind: 'deeplinks',
      agencyId: '',
      removeBatch: ({ query }) => deleteExpiredDeeplinks(query, clock.now() - KEPT_MS, BATCH),
    },
  ];
}
