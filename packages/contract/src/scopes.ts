/** Every scope a client or a grant can hold, with the sentence a person reads when asked to allow it. */
export const SCOPES = {
  alerts: 'Read the alerts meant for this agency or sent by this partner, and answer them as its role allows',
  'alerts:trigger': 'Send alerts',
  deeplinks: 'Open the portal for a signed-in user on one caller or alert',
  cad_incidents: 'Create CAD incidents, find their calls, and receive CAD webhooks',
  incident_events: 'Read incident events, subscribe to them and listen to live calls',
  'incidents:write': 'Open and update calls as call-handling equipment',
  webhooks: "Receive every change to this agency's incidents at an address of its own, and manage those webhooks",
  read_agency: 'Read agency information',
  read_alert: 'Read all alerts',
  read_response: 'Read responses to all alerts',
  read_device: 'Read all device information',
  read_mapdata: 'Read map locations and resources',
  write_mapdata: 'Create map locations and resources',
  'people:provision': "Add, change and disable this agency's people and give them roles, as a directory does by SCIM",
  openid: 'Let people sign in to it with their account here',
  profile: 'Read the name, role and agency of who signs in',
  email: 'Read the e-mail of who signs in',
} as const;

export type Scope = keyof typeof SCOPES;

/** True for a scope name of the table above. */
export function isScope(value: string): value is Scope {
  return Object.hasOwn(SCOPES, value);
}
