import { setImmediate } from 'node:timers/promises';
import { readAgency } from '../../agencies/find-agencies.ts';
import type { Database } from '../../database/database.ts';
import { DELIVERED_KEPT_MS } from '../../delivery/webhooks/deliveries/sweep-deliveries.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type ClientFigures, ClientTally } from './clients/client-tally.ts';
import { claimsOf, clientNames, clientsOfPart } from './clients/store.ts';
import { type DeliveryFigures, DeliveryTally } from './deliveries/delivery-tally.ts';
import { deliveriesOfPart, ownWebhooks } from './deliveries/store.ts';
import { type DaySpan, readDays } from './parts/days.ts';
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
  /** When it was made, in milliseconds. */
  readonly madeAt: number;
  readonly clients: readonly (ClientFigures & { readonly name: string })[];
  /** From when on deliveries are counted, in milliseconds: of earlier ones those that arrived are no longer kept. */
  readonly deliveriesSince: number;
  readonly webhooks: readonly { readonly id: number; readonly name: string; readonly figures: DeliveryFigures }[];
}

/**
 * What came in at the agency on those days, counted by the clocks of its time zone, and what became of it until now, with what its
 * clients were given and refused and what was delivered to its webhooks. Read six hours at a time by indexes, with a turn for
 * other work between two; nothing of another agency is read. Of days whose incidents are no longer kept there is nothing.
 * Refuses what `readDays` refuses, and an unknown agency with `not_found`.
 */
export async function reportFigures(
  ports: { readonly database: Database; readonly clock: Clock },
  { agencyId, since, until }: ReportRequest,
): Promise<Report> {
  const { read, engine } = ports.database;
  const { name: agencyName, timeZone } = await readAgency(ports, agencyId);
  const madeAt = ports.clock.now();
  const span = readDays({ since, until }, { timeZone, now: madeAt });
  const whole = { from: span.parts[0]?.from ?? madeAt, until: span.parts.at(-1)?.until ?? madeAt };
  const deliveriesSince = Math.max(whole.from, madeAt - DELIVERED_KEPT_MS);
  const tally = new Tally(span.parts.map(({ day }) => day));
  const clients = new ClientTally();
  const deliveries = new DeliveryTally();
  for (const part of span.parts) {
    await setImmediate();
    tally.add(part.day, await figuresOfPart(read, engine, { agencyId, part }));
    clients.add(await clientsOfPart(read, engine, { agencyId, part }));
    if (part.until <= deliveriesSince) continue;
    const kept = { ...part, from: Math.max(part.from, deliveriesSince) };
    deliveries.add(await deliveriesOfPart(read, { agencyId, part: kept }));
  }
  clients.add({ claims: await claimsOf(read, agencyId, whole) });
  const figures = clients.byTokens();
  const names = await clientNames(
    read,
    figures.map(({ clientId }) => clientId),
  );
  const webhooks = await ownWebhooks(read, agencyId);
  return {
    ...span,
    ...{ agencyName, timeZone, tally, madeAt, deliveriesSince },
    clients: figures.map((client) => ({ ...client, name: names.get(client.clientId) ?? client.clientId })),
    webhooks: webhooks.map((webhook) => ({ ...webhook, figures: deliveries.of(webhook.id) })),
  };
}
