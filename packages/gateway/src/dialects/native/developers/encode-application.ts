import type * as contract from '@sallyport/contract';
import { clientsOfApplication } from '../../../authorization/applications/list-clients.ts';
import type { Application } from '../../../authorization/applications/types.ts';
import type { LegacyMarks } from '../../../authorization/clients/types.ts';
import type { Database } from '../../../database/database.ts';
import { toRfc3339 } from '../../../kernel/clock.ts';

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));

/** An application with its clients, as its developer and operators see it. */
export async function encodeApplication(
  ports: { database: Database },
  application: Application,
): Promise<contract.Application> {
  const clients = await clientsOfApplication(ports, application.id);
  return {
    id: application.id,
    name: application.name,
    contact_name: application.contactName,
    contact_email: application.contactEmail,
    contact_phone: application.contactPhoneGiven,
    contact_phone_e164: application.contactPhone,
    company: application.company,
    redirect_uris: [...application.redirectUris],
    post_logout_redirect_uris: [...application.postLogoutRedirectUris],
    backchannel_logout_uri: application.backchannelLogoutUri,
    backchannel_logout_session_required: application.backchannelLogoutSessionRequired,
    initiate_login_uri: application.initiateLoginUri,
    speaks: application.speaks,
    scopes: [...application.scopes],
    state: application.state,
    developer: { name: application.developer.name, email: application.developer.email },
    documents: application.documents.map(({ kind, mediaType, sizeBytes, uploadedAt }) => ({
      kind,
      media_type: mediaType,
      size_bytes: sizeBytes,
      uploaded_at: toRfc3339(uploadedAt),
    })),
    steps: application.steps.map(({ at, step, takenBy, text }) => ({
      at: toRfc3339(at),
      step,
      taken_by: takenBy,
      text,
    })),
    clients: clients.map((client) => ({
      id: client.id,
      agency_id: client.agencyId,
      scopes: [...client.scopes],
      grant_types: [...client.grantTypes],
      is_disabled: client.disabledAt !== null,
      secrets: client.secrets.map((secret) => ({
        id: secret.id,
        created_at: toRfc3339(secret.createdAt),
        expires_at: orNull(secret.expiresAt),
        last_used_at: orNull(secret.lastUsedAt),
      })),
    })),
    created_at: toRfc3339(application.createdAt),
    updated_at: toRfc3339(application.updatedAt),
  };
}

export async function encodeApplications(
  ports: { database: Database },
  applications: readonly Application[],
): Promise<contract.ApplicationList> {
  return { applications: await Promise.all(applications.map((application) => encodeApplication(ports, application))) };
}

/** The marks that are named, in the domain's words. */
export function readLegacyMarks(marks: contract.LegacyMarks = {}): Partial<LegacyMarks> {
  return {
    ...(marks.password_grant !== undefined && { passwordGrant: marks.password_grant }),
    ...(marks.json_token_body !== undefined && { jsonTokenBody: marks.json_token_body }),
    ...(marks.token_in_query !== undefined && { tokenInQuery: marks.token_in_query }),
    ...(marks.loose_redirect !== undefined && { looseRedirect: marks.loose_redirect }),
    ...(marks.code_without_pkce !== undefined && { codeWithoutPkce: marks.code_without_pkce }),
  };
}

const MARK_NAMES: Readonly<Record<keyof LegacyMarks, string>> = {
  passwordGrant: 'password_grant',
  jsonTokenBody: 'json_token_body',
  tokenInQuery: 'token_in_query',
  looseRedirect: 'loose_redirect',
  codeWithoutPkce: 'code_without_pkce',
};

/** The marks a client has, by their names. */
export function legacyNames(marks: LegacyMarks): string[] {
  const names = Object.entries(MARK_NAMES) as [keyof LegacyMarks, string][];
  return names.filter(([mark]) => marks[mark]).map(([, name]) => name);
}
