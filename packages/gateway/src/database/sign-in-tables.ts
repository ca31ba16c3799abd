/** What is asked of a person who signs in, and what is remembered of it. */
export interface SignInTables {
  /** `agency_id` is '' in the row of the installation. */
  security_policies: { agency_id: string; profile: string; chosen_values: string };
  earlier_passwords: { user_id: string; password_hash: string; replaced_at: number };
  password_grant_uses: { client_id: string; user_id: string; source: string; last_used_at: number };
}
