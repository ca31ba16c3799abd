/** Why a session ended. Whoever has its cookie is told so, and nobody else. */
export const END_REASONS = [
  'signed_out',
  'ended_elsewhere',
  'ended_by_administrator',
  'password_changed',
  'account_disabled',
  'agency_disabled',
  'role_changed',
  'factors_reset',
  'provider_signed_out',
  'provider_changed',
  'confirmed_anew',
  'policy_changed',
  'expired',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** What is kept of the end of a session. */
export interface SessionEnd {
  readonly reason: EndReason;
  readonly at: number;
}
