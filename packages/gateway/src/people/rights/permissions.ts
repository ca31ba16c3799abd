/** Everything a person can be allowed to do. Whatever is not listed for a role may not be done by it. */
export const PERMISSIONS = [
  'session:own',
  'incidents:read',
  'alerts:answer',
  'calls:listen',
  'calls:write',
  'map:write',
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'agency_requests:answer',
  'agencies:any',
  'agencies:manage',
  'operators:manage',
  'callflows:manage',
  'applications:review',
  'applications:own',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const OF_AGENCY_WORK = ['incidents:read', 'alerts:answer', 'calls:listen', 'calls:write', 'map:write'] as const;

const OF_ADMINISTRATION = [
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'agency_requests:answer',
] as const;

/** What each role may do. A role without a row, such as a new one, may nothing. */
const OF_ROLE: Readonly<Record<string, readonly Permission[]>> = {
  agent: ['session:own', ...OF_AGENCY_WORK],
  admin: ['session:own', ...OF_AGENCY_WORK, ...OF_ADMINISTRATION],
  operator: [
    'session:own',
    ...OF_AGENCY_WORK,
    ...OF_ADMINISTRATION,
    'agencies:any',
    'agencies:manage',
    'operators:manage',
    'callflows:manage',
    'applications:review',
  ],
};

/** What may be done in a browser that opened a deeplink, of what its user may do. */
const OF_DEEPLINK: readonly Permission[] = ['session:own', 'incidents:read', 'alerts:answer', 'calls:listen'];

/** A developer is nobody at an agency. */
export const DEVELOPER_PERMISSIONS: ReadonlySet<Permission> = new Set(['applications:own']);

/** A token carries scopes; what needs a permission needs a person who is signed in. */
export const NO_PERMISSIONS: ReadonlySet<Permission> = new Set();

/**
 * The permission a person must have for a token of theirs to carry the scope, whichever client asks for it. A scope without
 * a row is carried by no person's token.
 */
const NEEDED_FOR_SCOPE: Readonly<Record<string, Permission>> = {
  alerts: 'alerts:answer',
  'alerts:trigger': 'calls:write',
  deeplinks: 'incidents:read',
  cad_incidents: 'calls:write',
  incident_events: 'calls:listen',
  'incidents:write': 'calls:write',
  webhooks: 'webhooks:manage',
  read_agency: 'incidents:read',
  read_alert: 'incidents:read',
  read_response: 'incidents:read',
  read_device: 'incidents:read',
  read_mapdata: 'incidents:read',
  write_mapdata: 'map:write',
};

const SETS = new Map(Object.entries(OF_ROLE).map(([role, permissions]) => [role, new Set(permissions)]));
const DEEPLINK_SETS = new Map(
  [...SETS].map(([role, permissions]) => [role, new Set(OF_DEEPLINK.filter((each) => permissions.has(each)))]),
);

/** What a person of that role may do when signed in by hand. */
export function permissionsOfRole(role: string): ReadonlySet<Permission> {
  return SETS.get(role) ?? NO_PERMISSIONS;
}

/** What a person of that role may do in a browser that opened a deeplink of theirs. */
export function permissionsOfDeeplink(role: string): ReadonlySet<Permission> {
  return DEEPLINK_SETS.get(role) ?? NO_PERMISSIONS;
}

/** The roles that have the permission. */
export function rolesWith(permission: Permission): readonly string[] {
  return [...SETS].filter(([, permissions]) => permissions.has(permission)).map(([role]) => role);
}

/** True where a token of a person of that role may carry the scope. */
export function mayCarry(role: string, scope: string): boolean {
  const needed = Object.hasOwn(NEEDED_FOR_SCOPE, scope) ? NEEDED_FOR_SCOPE[scope] : undefined;
  return needed !== undefined && permissionsOfRole(role).has(needed);
}
