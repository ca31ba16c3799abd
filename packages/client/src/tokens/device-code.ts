import { SallyportError } from '../requests/error.ts';
import { pause } from '../requests/retrying.ts';
import { readNumber } from '../wire/instants.ts';
import { type Grant, signedIn } from './grants.ts';
import type { Token } from './token.ts';
import type { TokenService } from './token-service.ts';

/** What a person needs to allow a device: the code to type, and where (RFC 8628 section 3.2). */
export interface DevicePrompt {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same page with the code filled in, for a QR code. */
  readonly verificationUriComplete: string | null;
  readonly expiresInSeconds: number;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
const INTERVAL_SECONDS = 5;
/** RFC 8628 section 3.5: after slow_down the interval is five seconds longer, for all further requests. */
const SLOWER_SECONDS = 5;

/**
 * For a person who signs in on another device (RFC 8628). `show` is given the code; the token comes once they have allowed it.
 * Refuses with `access_denied` or `expired_token`.
 */
export function deviceCode(options: {
  readonly show: (prompt: DevicePrompt) => void;
  readonly scope?: string | undefined;
  readonly signal?: AbortSignal;
}): Grant {
  return signedIn(async (service) => {
    const url = service.server.deviceAuthorizationUrl;
    if (url === undefined) throw notConfigured();
    const answer = await service.ask<Record<string, unknown>>(url, { scope: options.scope }, options.signal);
    const expiresInSeconds = readNumber(answer['expires_in']) ?? 600;
    options.show({
      userCode: String(answer['user_code']),
      verificationUri: String(answer['verification_uri']),
      verificationUriComplete: (answer['verification_uri_complete'] as string | undefined) ?? null,
      expiresInSeconds,
    });
    const intervalSeconds = readNumber(answer['interval']) ?? INTERVAL_SECONDS;
    return poll(service, String(answer['device_code']), intervalSeconds, options.signal);
  });
}

async function poll(
  service: TokenService,
  code: string,
  intervalSeconds: number,
  signal: AbortSignal | undefined,
): Promise<Token> {
  const form = { grant_type: GRANT_TYPE, device_code: code };
  for (let seconds = intervalSeconds; ; ) {
    await pause(seconds * 1000, signal);
    try {
      return await service.token(form, { isRepeatable: true, signal });
    } catch (error) {
      const refusal = error instanceof SallyportError ? error.code : '';
      if (refusal === 'slow_down') seconds += SLOWER_SECONDS;
      else if (refusal !== 'authorization_pending') throw error;
    }
  }
}

function notConfigured(): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'not_configured',
    detail: 'This server has no device authorization URL; set one, or sign in by another grant.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
