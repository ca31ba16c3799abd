import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Limits } from '../limits/limits.ts';
import type { ReplayGuard } from '../replays/replay-guard.ts';
import { authenticateClient, type ClientCredentials } from './authenticate-client.ts';
import type { ClientDirectory } from './client-directory.ts';
import type { Client } from './types.ts';

/** What authenticating a client takes. */
export interface AuthenticationPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly limits: Limits;
  readonly clients: ClientDirectory;
  readonly replays: ReplayGuard;
}

/** Who sends a request to a path where clients authenticate (RFC 6749 section 2.3), before anything of it is checked. */
export interface Sender {
  readonly credentials: ClientCredentials;
  /** The body was JSON, which only clients marked so may send. */
  readonly isJson: boolean;
  readonly origin: Origin;
}

/** The client that these credentials are of, where it may send such a body. */
export async function authenticateSender(
  ports: AuthenticationPorts,
  { credentials, isJson, origin }: Sender,
): Promise<Client> {
  const client = await authenticateClient(ports, credentials, origin.source);
  if (isJson && !client.settings.legacy.jsonTokenBody) {
    throw refuse.invalidRequest({
      description: 'This client sends token requests as a form (application/x-www-form-urlencoded)',
    });
  }
  return client;
}
