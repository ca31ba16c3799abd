/** Links to set a password, roles of agencies' own, and their own identity providers. */
export interface PeopleTables {
  password_links: {
    token_hash: string;
    user_id: string;
    created_at: number;
    expires_at: number;
    spent_at: number | null;
  };
  agency_roles: {
    id: string;
    agency_id: string;
    title: string;
    title_key: string;
    rights: string;
    created_at: number;
  };
  identity_providers: {
    id: string;
    agency_id: string;
    kind: string;
    title: string;
    settings: string;
    saml: string | null;
    sealed_secret: string | null;
    ends_passwords: number;
    disabled_at: number | null;
    created_at: number;
    updated_at: number;
  };
  identity_provider_domains: { domain: string; provider_id: string };
  provisioned_people: {
    user_id: string;
    agency_id: string;
    external_id: string | null;
    provisioned_at: number;
    removed_at: number | null;
  };
  external_identities: { provider_id: string; subject: string; user_id: string; created_at: number };
  external_sign_ins: {
    state_hash: string;
    provider_id: string;
    browser_hash: string;
    nonce: string;
    verifier: string;
    return_to: string;
    answer: string | null;
    expires_at: number;
  };
  external_sessions: {
    token_hash: string;
    provider_id: string;
    subject: string;
    session_id: string | null;
    proves_factor: number;
  };
  dispatch_positions: {
    id: string;
    agency_id: string;
    name: string;
    token_hash: string;
    made_by: string;
    created_at: number;
    seen_at: number | null;
  };
  ended_sessions: { token_hash: string; reason: string; ended_at: number };
  saml_assertions: { provider_id: string; assertion_hash: string; expires_at: number };
}
