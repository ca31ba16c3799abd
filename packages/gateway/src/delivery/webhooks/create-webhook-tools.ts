import type { Clock } from '../../kernel/clock.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { WebhookTools } from './parts.ts';
import { AddressRules } from './sending/address-rules.ts';
import type { ResolveHost } from './sending/checked-connector.ts';
import { createHttpPost } from './sending/http-post.ts';
import { PartnerTokens } from './sending/partner-tokens.ts';
import type { WebhookEncoders } from './sending/types.ts';

/** What sends, signs and seals, made once a process. */
export function createWebhookTools(given: {
  clock: Clock;
  resolve: ResolveHost;
  encoders: WebhookEncoders;
  allowedRanges: readonly string[];
  timeoutMs: number;
  seal: Seal;
}): WebhookTools {
  const { clock, resolve, encoders, timeoutMs, seal } = given;
  const rules = new AddressRules(given.allowedRanges);
  const http = createHttpPost({ rules, resolve, timeoutMs });
  return { rules, resolve, http, tokens: new PartnerTokens({ http, seal, clock }), seal, encoders, timeoutMs };
}
