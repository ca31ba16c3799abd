import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus metrics of this process. Labels are routes and statuses, never anything a caller chose. */
export class Metrics {
  readonly registry = new Registry();
  readonly #duration: Histogram<'route' | 'method' | 'status'>;
  readonly #refusals: Counter<'route' | 'code'>;
  readonly #connectionsRefused: Counter;

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'sallyport_' });
    this.#duration = new Histogram({
      name: 'sallyport_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last byte of its answer',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers: [this.registry],
    });
    this.#refusals = new Counter({
      name: 'sallyport_refusals_total',
      help: 'Requests that were refused, by the code of the refusal',
      labelNames: ['route', 'code'],
      registers: [this.registry],
    });
    this.#connectionsRefused = new Counter({
      name: 'sallyport_connections_refused_total',
      help: 'Connections that were refused or ended because their address, or all together, had too many',
      registers: [this.registry],
    });
  }

  connectionRefused(): void {
    this.#connectionsRefused.inc();
  }

  answered(route: string, method: string, status: number, milliseconds: number): void {
    this.#duration.observe({ route, method, status }, milliseconds / 1000);
  }

  refused(route: string, code: string): void {
    this.#refusals.inc({ route, code });
  }
}
