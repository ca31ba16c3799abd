import type { EventCounts } from '../event-counts.ts';
import type { Prepared } from '../generator/orders.ts';
import type { Phase, Scale } from '../hour.ts';
import type { Population } from '../population/population.ts';
import type { Row } from '../row.ts';

export type ListenersOrder =
  /** Start what webhooks are sent to, and state where it is. */
  | { readonly kind: 'receive' }
  /** Connect every stream. */
  | {
      readonly kind: 'open';
      readonly origins: readonly string[];
      readonly population: Population;
      readonly scale: Scale;
      readonly prepared: Prepared;
    }
  /** What arrives from now on is of this phase. */
  | { readonly kind: 'phase'; readonly name: Phase['name'] }
  /** Wait for what is still to come, and state what came. */
  | { readonly kind: 'settle'; readonly events: readonly EventCounts[] };

export interface Listened {
  readonly rows: readonly Row[];
  /** Why sockets closed, each reason once. */
  readonly reasons: readonly string[];
}
