import type { SigningAlgorithm } from './keys/store.ts';
import type { LimitSettings } from './limits/limits.ts';

/** What an operator can set of access. `config` names and explains each of these. */
export interface AccessSettings extends LimitSettings {
  readonly signingAlgorithm: SigningAlgorithm;
  readonly signingKeyRotationDays: number;
  readonly passwordMinimumLength: number;
  readonly portalSessionHours: number;
  readonly passwordLinkHours: number;
  readonly developersMaySignUp: boolean;
  /** True where whoever signs up is shown the link that confirms it: in the sandbox alone. */
  readonly showsSignUpLinks: boolean;
  readonly developerDocumentMegabytes: number;
}
