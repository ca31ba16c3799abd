import { setImmediate } from 'node:timers/promises';
import { readAgency } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type DaySpan, readDays } from './days.ts';
import { figuresOfPart } from './store.ts';
import { Tally } from './tally.ts';

/** Which days are asked for; undefined is the week that ends today. */
export interface ReportRequest {
  readonly agencyId: string;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export interface Report extends DaySpan {
  readonly agencyName: string;
  readonly timeZone: string;
  readonly tally: Tally;
}

/**
 * What came in at the agency on those days, counted by the clocks of its time zone, and what became of it until now. Read
 * six hours at a time by indexes, with a turn for other work between two; nothing of another agency is read. Of days whose
 * incidents are no longer kept there is nothing. Refuses what `readDays` refuses, and an unknown agency with `not_found`.
 */
export async function reportFigures(
  ports: { readonly database: Database; readonly clock: Clock },
  { agencyId, since, until }: ReportRequest,
): Promise<Report> {
  const { database } = ports;
  const { name: agencyName, timeZone } = await readAgency(ports, agencyId);
  const span = readDays({ since, until }, { timeZone, now: ports.clock.now() });
  const tally = new Tally(span.parts.map(({ day }) => day));
  for (const part of span.parts) {
    await setImmediate();
    tally.add(part.day, await figuresOfPart(database.read, database.engine, { agencyId, part }));
  }
  return { ...span, agencyName, timeZone, tally };
}
