import type { SigningAlgorithm } from './keys/store.ts';
import type { LimitSettings } from './limits/limits.ts';

/** What an operator can set of access. `config` names and explains each of these. */
export interface AccessSettings extends LimitSettings {
  readonly signingAlgorithm: SigningAlgorithm;
  readonly signingKeyRotationDays: number;
  readonly passwordMinimumLength: number;
  readonly portalSessionHours: number;
  readonly passwordLinkHours: number;
}
