import type { EventCounts } from '../event-counts.ts';
import type { Phase, Scale } from '../hour.ts';
import type { Population } from '../population/population.ts';
import type { Row } from '../row.ts';

export type GeneratorOrder =
  /** Get everybody's token, open the standing calls, and subscribe the webhooks to the receiver. */
  | {
      readonly kind: 'prepare';
      readonly origins: readonly string[];
      readonly population: Population;
      readonly scale: Scale;
      readonly receiver: string;
    }
  /** Ask for everything as it falls due, until the phase is over. */
  | { readonly kind: 'run'; readonly phase: Phase }
  /** Wait for the answers that are still to come, and state what became of everything. */
  | { readonly kind: 'settle' };

/** Of each agency: what its machines send as Authorization, and its standing call. */
export interface Prepared {
  readonly agencies: readonly { readonly authorization: string; readonly callId: string }[];
  /** By the path of the receiver, of which agency each webhook is. */
  readonly webhooks: Readonly<Record<string, number>>;
}

export interface Generated {
  /** In the order of `WORK`. */
  readonly rows: readonly Row[];
  /** What each agency's log got since it was prepared. */
  readonly events: readonly EventCounts[];
  /** The first answer of each status that was not 2xx. */
  readonly reasons: readonly string[];
}
