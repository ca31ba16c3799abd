import type { IssueClientRequest, LegacyMarks } from '@sallyport/contract';

export type PresetName = IssueClientRequest['integration_kind'];

type Choice = Pick<IssueClientRequest, 'scopes' | 'grant_types' | 'access_token_ttl_seconds'> & { legacy: LegacyMarks };

/** What a client of each kind usually needs (seeds: RapidSOS 3,600 s, Prepared 7,200 s, Active911 86,400 s). */
export const PRESETS: Readonly<Record<PresetName, Choice>> = {
  psap: {
    scopes: ['alerts', 'deeplinks'],
    grant_types: ['client_credentials'],
    access_token_ttl_seconds: 3_600,
    legacy: {},
  },
  central_station: {
    scopes: ['alerts', 'alerts:trigger'],
    grant_types: ['client_credentials'],
    access_token_ttl_seconds: 3_600,
    legacy: {},
  },
  prepared: {
    scopes: ['incident_events'],
    grant_types: ['client_credentials'],
    access_token_ttl_seconds: 7_200,
    legacy: { json_token_body: true, token_in_query: true },
  },
  call_handling: {
    scopes: ['incidents:write'],
    grant_types: ['client_credentials'],
    access_token_ttl_seconds: 3_600,
    legacy: {},
  },
  responder: {
    scopes: ['read_agency', 'read_alert', 'read_response'],
    grant_types: ['authorization_code', 'refresh_token'],
    access_token_ttl_seconds: 86_400,
    legacy: {},
  },
  directory: {
    scopes: ['people:provision'],
    grant_types: ['client_credentials'],
    access_token_ttl_seconds: 3_600,
    legacy: {},
  },
};
