import type { Clock } from '../../kernel/clock.ts';
import type { Seal } from '../../kernel/seal.ts';
import { Slots } from '../../kernel/slots.ts';
import { AddressRules } from './addresses/address-rules.ts';
import type { ResolveHost } from './addresses/host-resolver.ts';
import type { WebhookEncoders } from './encoders/types.ts';
import { createHttpPost, type HttpPost } from './sending/http-post.ts';
import { PartnerTokens } from './sending/partner-tokens.ts';

/** What webhooks need besides the ports that everything has. */
export interface WebhookTools {
  readonly addressRules: AddressRules;
  readonly resolveHost: ResolveHost;
  readonly httpPost: HttpPost;
  readonly partnerTokens: PartnerTokens;
  readonly webhookSeal: Seal;
  readonly webhookEncoders: WebhookEncoders;
  /** Deliveries that run at once, by agency and in all. */
  readonly webhookAttempts: Slots;
  /** Tests that run at once, by who asked for them and in all. */
  readonly webhookTests: Slots;
  /** After so long an attempt is broken off. */
  readonly webhookTimeoutMs: number;
}

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
  return {
    addressRules: rules,
    resolveHost: resolve,
    httpPost: http,
    partnerTokens: new PartnerTokens({ http, seal, clock }),
    webhookSeal: seal,
    webhookEncoders: encoders,
    webhookAttempts: new Slots(ATTEMPTS),
    webhookTests: new Slots(TESTS),
    webhookTimeoutMs: timeoutMs,
  };
}
