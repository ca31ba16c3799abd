import type { ColumnType } from 'kysely';

/** What is asked of a person who signs in, and what is remembered of it. */
export interface SignInTables {
  /** `agency_id` is '' in the row of the installation. */
  security_policies: { agency_id: string; profile: string; chosen_values: string };
  earlier_passwords: { user_id: string; password_hash: string; replaced_at: number };
  user_factors: {
    id: string;
    user_id: string;
    kind: string;
    name: string;
    secret: string;
    /** The time step of the last code; no code of it or of one before is taken again. */
    last_step: number | null;
    created_at: number;
    confirmed_at: number | null;
    last_used_at: number | null;
  };
  /** Of a factor that is a passkey; gone with it. `public_key` is in COSE and base64url, `transports` a list in JSON. */
  passkeys: { factor_id: string; credential_id: string; public_key: string; sign_count: number; transports: string };
  passkey_challenges: {
    challenge_hash: string;
    /** `enrol`, `prove` or `sign_in`. */
    purpose: string;
    /** Of the portal session it was made for; null for a sign-in. */
    session_hash: string | null;
    /** What the passkey that is enrolled will be called. */
    factor_name: string | null;
    expires_at: number;
  };
  recovery_codes: { user_id: string; code_hash: string; used_at: number | null };
  /** `day` counts days of UTC since 1970. */
  password_grant_days: { client_id: string; user_id: string; day: number; use_count: number };
  password_grant_uses: { client_id: string; user_id: string; source: string; last_used_at: number };
  /** That a person is signed in to an application: beside the grant that its tokens are of. */
  application_sign_ins: {
    grant_id: string;
    allowed_by: string | null;
    session_hash: string;
    authenticated_at: number;
    has_factor: number;
    nonce: string | null;
    ended_at: ColumnType<number | null, undefined, number>;
  };
  /** Logout tokens that are to be sent, were sent or given up; gone a month after. */
  application_logouts: {
    grant_id: string;
    client_id: string;
    user_id: string;
    agency_id: string;
    state: string;
    attempts: number;
    next_attempt_at: number;
    fault: string | null;
    lease_owner: string | null;
    created_at: number;
    finished_at: number | null;
  };
}
