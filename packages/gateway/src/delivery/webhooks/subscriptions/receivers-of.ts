import type { Database } from '../../../database/database.ts';
import type { EventType } from '../../../incidents/events/types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { activeOfAgency } from '../active/store.ts';
import type { WebhookEncoders } from '../encoders/types.ts';

/** The names of the agency's webhooks that receive this type of event now, by name; a central station's own are none. */
export async function receiversOf(
  ports: { database: Database; clock: Clock; webhookEncoders: WebhookEncoders },
  agencyId: string,
  type: EventType,
): Promise<readonly string[]> {
  const active = await activeOfAgency(ports.database.read, agencyId, ports.clock.now());
  return active
    .filter(({ dialect, eventTypes }) => {
      const names = ports.webhookEncoders[dialect]?.namesOf[type] ?? [];
      return names.some((name) => eventTypes.includes(name));
    })
    .map(({ name }) => name)
    .toSorted();
}
