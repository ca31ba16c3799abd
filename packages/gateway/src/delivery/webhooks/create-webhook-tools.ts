import type { Clock } from '../../kernel/clock.ts';
import type { Seal } from '../../kernel/seal.ts';
import { Slots } from '../../kernel/slots.ts';
import { AddressRules } from './addresses/address-rules.ts';
import type { ResolveHost } from './addresses/host-resolver.ts';
import type { WebhookEncoders } from './encoders/types.ts';
import type { WebhookTools } from './parts.ts';
import { createHttpPost } from './sending/http-post.ts';
import { PartnerTokens } from './sending/partner-tokens.ts';

/** A subscription has 16 at once, so an agency's many share what several at full work need. */
const ATTEMPTS = { ofOwner: 64, inAll: 512 } as const;
const TESTS = { ofOwner: 4, inAll: 32 } as const;

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
  const attempts = new Slots(ATTEMPTS);
  const tests = new Slots(TESTS);
  return {
    rules,
    resolve,
    http,
    tokens: new PartnerTokens({ http, seal, clock }),
    seal,
    encoders,
    attempts,
    tests,
    timeoutMs,
  };
}
