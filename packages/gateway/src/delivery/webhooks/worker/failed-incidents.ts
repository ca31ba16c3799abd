/** An endpoint's rest has its full length long before. */
const AT_MOST = 32;

/** The incidents whose deliveries failed since an endpoint's last success: as many as change how it is tried, and no more. */
export class FailedIncidents {
  readonly #ids = new Set<string>();

  get size(): number {
    return this.#ids.size;
  }

  add(incidentId: string): void {
    if (this.#ids.size < AT_MOST) this.#ids.add(incidentId);
  }

  clear(): void {
    this.#ids.clear();
  }
}
