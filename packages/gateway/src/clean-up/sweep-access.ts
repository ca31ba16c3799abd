import type { AccessParts } from '../authorization/parts.ts';
import type { Sweep } from '../database/sweep.ts';
import { deleteExpired } from './store.ts';

const BATCH = 500;
const DAY_MS = 86_400_000;
/** What has expired stays so long that a person who asks about it the next week is still told what it was. */
const KEPT_DAYS = { portal_sessions: 1, password_links: 30, deeplinks: 30 } as const;

/** The sweeps of what access hands out and nobody can use any more. */
export function accessSweeps({ clock }: Pick<AccessParts, 'clock'>): Sweep[] {
  return (['portal_sessions', 'password_links', 'deeplinks'] as const).map((kind) => ({
    kind,
    agencyId: '',
    removeBatch: ({ query }) => deleteExpired(query, kind, clock.now() - KEPT_DAYS[kind] * DAY_MS, BATCH),
  }));
}
