/** The grants that a client may be registered for, by their `grant_type`. */
export const GRANT_TYPES = [
  'client_credentials',
  'password',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'refresh_token',
] as const;

export type GrantType = (typeof GRANT_TYPES)[number];
