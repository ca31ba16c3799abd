import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { CounterMeasure, type Measures } from '../kernel/measures.ts';
import type { Readiness } from '../kernel/readiness.ts';
import type { UnhandledFaults, UnhandledKind } from '../kernel/unhandled-faults.ts';

/** Prometheus metrics of this process. Labels are routes and statuses, never anything a caller chose. */
export class Metrics {
  readonly registry = new Registry();
  readonly #duration: Histogram<'route' | 'method' | 'status'>;
  readonly #clientRefusals = new CounterMeasure({
    name: 'sallyport_client_refusals_total',
    help: 'Requests that were refused, by the client that sent them and the code; no client where none is known',
    labels: ['client', 'code'],
  });
  readonly #refusals: Counter<'route' | 'code'>;
  readonly #connectionsRefused: Counter;
  readonly #forwardedUndeclared: Counter;

  constructor(ports: { readiness: Readiness; unhandled: UnhandledFaults; measures: Measures }) {
    this.#exportMeasures(ports.measures);
    this.#watchParts(ports.readiness);
    this.#countUnhandled(ports.unhandled);
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
    this.#forwardedUndeclared = new Counter({
      name: 'sallyport_undeclared_proxy_requests_total',
      help: 'Requests with headers of a proxy, from an address that is not declared as one',
      registers: [this.registry],
    });
    this.#connectionsRefused = new Counter({
      name: 'sallyport_connections_refused_total',
      help: 'Connections that were refused or ended because their address, or all together, had too many',
      registers: [this.registry],
    });
  }

  forwardedUndeclared(): void {
    this.#forwardedUndeclared.inc();
  }

  connectionRefused(): void {
    this.#connectionsRefused.inc();
  }

  answered(route: string, method: string, status: number, milliseconds: number): void {
    this.#duration.observe({ route, method, status }, milliseconds / 1000);
  }

  /** `client` is one that exists, or ''. */
  refused({ route, code, client }: { route: string; code: string; client: string }): void {
    this.#refusals.inc({ route, code });
    this.#clientRefusals.add({ client, code });
  }

  /** What the parts measure, read when the metrics are. */
  #exportMeasures({ gauges, counters }: Measures): void {
    for (const { names, read } of gauges) {
      for (const { name, help, labels = [] } of names) {
        const gauge = new Gauge({
          name,
          help,
          labelNames: labels,
          registers: [this.registry],
          async collect() {
            const samples = (await read())[name] ?? [];
            gauge.reset();
            // A value that could not be read is none, and not 0.
            if (labels.length === 0) gauge.remove();
            for (const { labels: of = {}, value } of samples) gauge.set(of, value);
          },
        });
      }
    }
    for (const measure of [...counters, this.#clientRefusals]) {
      const { name, help, labels = [] } = measure.about;
      const counter = new Counter({
        name,
        help,
        labelNames: labels,
        registers: [this.registry],
        collect() {
          counter.reset();
          for (const { labels: of = {}, value } of measure.samples()) counter.inc(of, value);
        },
      });
    }
  }

  /** The parts of `/readyz`, asked when the metrics are. */
  #watchParts(readiness: Readiness): void {
    const isReady = new Gauge({
      name: 'sallyport_part_ready',
      help: '1 where this part of /readyz is ready, 0 where it is not',
      labelNames: ['part'],
      registers: [this.registry],
      async collect() {
        isReady.reset();
        for (const [part, { status }] of Object.entries((await readiness.report()).parts)) {
          isReady.set({ part }, status === 'ready' ? 1 : 0);
        }
      },
    });
    const age = new Gauge({
      name: 'sallyport_part_age_seconds',
      help: 'Seconds since a part of /readyz that works again and again last succeeded',
      labelNames: ['part'],
      registers: [this.registry],
      async collect() {
        age.reset();
        for (const [part, { ageSeconds }] of Object.entries((await readiness.report()).parts)) {
          if (ageSeconds !== undefined) age.set({ part }, ageSeconds);
        }
      },
    });
  }

  #countUnhandled(unhandled: UnhandledFaults): void {
    const count = new Counter({
      name: 'sallyport_unhandled_faults_total',
      help: 'Rejections and exceptions that nobody handled, which are faults of the server itself',
      labelNames: ['kind'],
      registers: [this.registry],
      collect() {
        count.reset();
        for (const kind of Object.keys(unhandled.counts) as UnhandledKind[])
          count.inc({ kind }, unhandled.counts[kind]);
      },
    });
  }
}
