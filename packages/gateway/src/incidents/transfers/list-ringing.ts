import { readAlertSettings } from '../../agencies/alert-settings.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sharesReceived } from '../shares/store.ts';
import { listByShares } from './by-share.ts';
import { receivedInForce } from './store.ts';
import type { Transfer } from './types.ts';

const OPEN = new Set(['NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT']);

/**
 * The alerts of other agencies for which the agency's seats ring as for its own: those in force that it may answer and whose giver has neither
 * refused, canceled nor closed them. Without those of a test type where the agency hides these.
 */
export async function listRinging(
  ports: { database: Database; clock: Clock },
  agencyId: string,
): Promise<readonly Transfer[]> {
  const { read } = ports.database;
  const now = ports.clock.now();
  const shares = (await sharesReceived(read, agencyId, now)).filter(({ mayAnswer }) => mayAnswer);
  const crossing = [...(await receivedInForce(read, agencyId, now)), ...(await listByShares(read, shares, now))];
  const { hidesTests } = await readAlertSettings(ports, agencyId);
  return crossing.filter(
    ({ mayAnswer, about }) =>
      mayAnswer &&
      about.kind === 'alert' &&
      OPEN.has(about.status) &&
      about.disposition === null &&
      !(hidesTests && about.isTest),
  );
}
