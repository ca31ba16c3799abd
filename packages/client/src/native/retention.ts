import type { Retention } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** For how long an agency keeps incidents. Operators name the agency; for everyone else `agencyId` stays null. */
export class RetentionApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  read(agencyId: string | null = null, signal?: AbortSignal): Promise<Retention> {
    return this.#transport.send({ method: 'GET', path: '/api/retention', query: { agency_id: agencyId }, signal });
  }

  /** Days after the last change, at least 7; null keeps everything. The next clean-up applies it. */
  set(retentionDays: number | null, agencyId: string | null = null): Promise<Retention> {
    return this.#transport.send({
      method: 'PATCH',
      path: '/api/retention',
      query: { agency_id: agencyId },
      json: { retention_days: retentionDays },
    });
  }
}
