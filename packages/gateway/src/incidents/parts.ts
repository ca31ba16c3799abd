import type { Audit } from '../audit/append-record.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import type { Geocoder } from './locations/geocoder.ts';

/** What the use cases of incidents work with. Built once, in `app/compose.ts`. */
export interface IncidentParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly geocoder: Geocoder;
  /** How long a center has to accept an alert, where the agency does not say, in seconds. */
  readonly alertAcceptSeconds: number;
}
