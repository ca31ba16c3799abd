import { Distribution } from '../parts/distribution.ts';
import type { PartDeliveries } from './store.ts';

/** What became of the deliveries to one webhook. */
export class DeliveryFigures {
  delivered = 0;
  failed = 0;
  pending = 0;
  /** Tenths of a second from the event to its arrival. */
  readonly tenths = new Distribution();
}

/** Deliveries by webhook, added up part by part. */
export class DeliveryTally {
  readonly #figures = new Map<number, DeliveryFigures>();

  add(rows: PartDeliveries): void {
    for (const { subscriptionId, state, tenths, count } of rows) {
      const figures = this.of(subscriptionId);
      if (state === 'delivered') figures.delivered += count;
      else if (state === 'failed') figures.failed += count;
      else figures.pending += count;
      if (tenths !== null) figures.tenths.add(tenths, count);
      this.#figures.set(subscriptionId, figures);
    }
  }

  of(subscriptionId: number): DeliveryFigures {
    return this.#figures.get(subscriptionId) ?? new DeliveryFigures();
  }
}
