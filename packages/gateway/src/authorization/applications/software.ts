import { refuse } from '../../kernel/errors.ts';
import { isBaseDomain } from '../clients/redirect-uri.ts';
import type { LegacyMarks } from '../clients/types.ts';

/** `active911`: the vendor's pages as they are. `oauth`: the authorization code with PKCE. `machine`: no person takes part. */
export type SoftwareSpeaks = 'active911' | 'oauth' | 'machine';

/** What an application states of its software. */
export interface Software {
  readonly redirectUris: readonly string[];
  /** Null for one that was registered before this was asked. */
  readonly speaks: SoftwareSpeaks | null;
  /** What it wants; none is all that software of its kind may have. */
  readonly scopes: readonly string[];
}

/** What an agency can consent to (seed: Active911). */
export const CONSENTED_SCOPES = [
  'read_agency',
  'read_alert',
  'read_response',
  'read_device',
  'read_mapdata',
  'write_mapdata',
];

/** What an agency's administrator may issue to a program that no person uses. */
const MACHINE_SCOPES = [
  'alerts',
  'alerts:trigger',
  'deeplinks',
  'cad_incidents',
  'incident_events',
  'incidents:write',
  'webhooks',
];

/** A domain name alone, which the vendor takes in the place of an endpoint's whole address. */
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

/** A redirect URI as it is kept: for software that speaks Active911, a domain name alone stands for `https` there. */
export function redirectUriOf(given: string, speaks: SoftwareSpeaks | null): string {
  const uri = given.trim();
  return speaks === 'active911' && DOMAIN.test(uri) ? `https://${uri.toLowerCase()}` : uri;
}

/** Refuses (`invalid_request`) scopes that software of this kind cannot have, by name. */
export function checkScopes({ speaks, scopes }: Pick<Software, 'speaks' | 'scopes'>): void {
  const allowed = speaks === 'machine' ? MACHINE_SCOPES : CONSENTED_SCOPES;
  const wrong = scopes.filter((scope) => !allowed.includes(scope));
  if (wrong.length === 0) return;
  throw refuse.invalidRequest({
    description: `\`scopes\` must be among: ${allowed.join(', ')}; not ${wrong.join(', ')}`,
  });
}

/** The scopes of an application's client: those it wants, or all that an agency can consent to. */
export function scopesOf({ scopes }: Pick<Software, 'scopes'>): readonly string[] {
  return scopes.length === 0 ? CONSENTED_SCOPES : scopes;
}

/**
 * What a client needs for the vendor's own requests to work unchanged: Active911's authorize request has no code challenge, and
 * where a base domain was registered, its endpoint is somewhere there.
 */
export function legacyOf({ speaks, redirectUris }: Pick<Software, 'speaks' | 'redirectUris'>): Partial<LegacyMarks> {
  if (speaks !== 'active911') return {};
  return {
    codeWithoutPkce: true,
    ...(redirectUris.some((uri) => uri.startsWith('https:') && isBaseDomain(uri)) && { looseRedirect: true }),
  };
}
