import type { ColumnType } from 'kysely';

/** Developers, the applications they register, and what became of these. */
export interface DeveloperTables {
  developers: { id: string; email: string; name: string; password_hash: string; created_at: number };
  developer_sign_ups: { token_hash: string; email: string; name: string; password_hash: string; expires_at: number };
  developer_sessions: {
    token_hash: string;
    developer_id: string;
    created_at: number;
    expires_at: number;
    source: string;
  };
  developer_sources: { developer_id: string; source: string; last_signed_in_at: number };
  registrations: {
    speaks: ColumnType<string | null, string | null | undefined, string | null>;
    scopes: ColumnType<string, string | undefined, string>;
    sign_in_use: ColumnType<string | null, string | null | undefined, string | null>;
    application_id: string;
    developer_id: string;
    state: string;
    contact_name: string;
    contact_email: string;
    contact_phone: string;
    contact_phone_given: string;
    company: string;
    redirect_uris: string;
    client_id: string | null;
    created_at: number;
    updated_at: number;
  };
  registration_documents: {
    application_id: string;
    kind: string;
    media_type: string;
    size_bytes: number;
    content: Uint8Array;
    uploaded_at: number;
  };
  registration_steps: {
    id: string;
    application_id: string;
    at: number;
    step: string;
    taken_by: string;
    text: string | null;
  };
  agency_requests: {
    id: string;
    application_id: string;
    agency_id: string;
    purpose: string;
    state: string;
    asked_at: number;
    answered_at: number | null;
    answer: string | null;
  };
}
