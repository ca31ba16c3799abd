import type { Audit } from '../../audit/append-record.ts';
import type { ClientDirectory } from '../../authorization/clients/client-directory.ts';
import type { Database } from '../../database/database.ts';
import type { Liveness } from '../../database/processes/liveness.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loops } from '../../kernel/loops.ts';
import type { Random } from '../../kernel/random.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Slots } from '../../kernel/slots.ts';
import type { AddressRules } from './addresses/address-rules.ts';
import type { ResolveHost } from './addresses/host-resolver.ts';
import type { WebhookEncoders } from './encoders/types.ts';
import type { HttpPost } from './sending/http-post.ts';
import type { PartnerTokens } from './sending/partner-tokens.ts';

/** What webhooks need besides the parts that everything has. */
export interface WebhookTools {
  readonly rules: AddressRules;
  readonly resolve: ResolveHost;
  readonly http: HttpPost;
  readonly tokens: PartnerTokens;
  readonly seal: Seal;
  readonly encoders: WebhookEncoders;
  /** Deliveries that run at once, by agency and in all. */
  readonly attempts: Slots;
  /** Tests that run at once, by who asked for them and in all. */
  readonly tests: Slots;
  /** After so long an attempt is broken off. */
  readonly timeoutMs: number;
}

/** What the use cases and the worker of webhooks work with. Built once, in `app/compose.ts`. */
export interface WebhookParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly loops: Loops;
  readonly clients: ClientDirectory;
  readonly liveness: Liveness;
  readonly webhooks: WebhookTools;
}
