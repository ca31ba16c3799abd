import type { SoftwareSpeaks } from '@sallyport/contract';
import type { Text } from '../words/spanish/spanish.ts';

/** What an application's software speaks, as a person chooses it. */
export const SPEAKS_TEXT: Readonly<Record<SoftwareSpeaks, Text>> = {
  active911: 'Active911, as its vendor documents it',
  oauth: 'OAuth 2.0: authorization code with PKCE',
  machine: 'A machine alone: client credentials of each agency',
};

/** The scopes that software of a kind may want. */
export const SCOPES_OF: Readonly<Record<SoftwareSpeaks, readonly string[]>> = {
  active911: ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'],
  oauth: ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'],
  machine: ['alerts', 'alerts:trigger', 'deeplinks', 'cad_incidents', 'incident_events', 'incidents:write', 'webhooks'],
};
