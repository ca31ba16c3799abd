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
  'outbox:manage',
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

/** What a role is: whose people have it, and what they may do. */
export interface RoleRights {
  /** A person with the role belongs to one agency, or to none because the installation is theirs to run. */
  readonly of: 'agency' | 'installation';
  readonly permissions: readonly Permission[];
}

/** Every role. Another one is another row, and nothing else; a role without a row may nothing. */
export const ROLES = {
  agent: { of: 'agency', permissions: ['session:own', ...OF_AGENCY_WORK] },
  admin: { of: 'agency', permissions: ['session:own', ...OF_AGENCY_WORK, ...OF_ADMINISTRATION] },
  operator: {
    of: 'installation',
    permissions: [
      'session:own',
      ...OF_AGENCY_WORK,
      ...OF_ADMINISTRATION,
      'agencies:any',
      'agencies:manage',
      'operators:manage',
      'outbox:manage',
      'callflows:manage',
      'applications:review',
    ],
  },
} as const satisfies Readonly<Record<string, RoleRights>>;

export type Role = keyof typeof ROLES;

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

/** The questions that are asked of a table of roles. */
export function rightsOf(roles: Readonly<Record<string, RoleRights>>) {
  const sets = new Map(Object.entries(roles).map(([role, { permissions }]) => [role, new Set(permissions)]));
  const ofDeeplinks = new Map(
    [...sets].map(([role, permissions]) => [role, new Set(OF_DEEPLINK.filter((each) => permissions.has(each)))]),
  );
  const permissionsOfRole = (role: string): ReadonlySet<Permission> => sets.get(role) ?? NO_PERMISSIONS;
  return {
    /** What a person of that role may do when signed in by hand. */
    permissionsOfRole,
    /** What a person of that role may do in a browser that opened a deeplink of theirs. */
    permissionsOfDeeplink: (role: string): ReadonlySet<Permission> => ofDeeplinks.get(role) ?? NO_PERMISSIONS,
    /** The roles that have the permission. */
    rolesWith: (permission: Permission): readonly string[] =>
      [...sets].filter(([, permissions]) => permissions.has(permission)).map(([role]) => role),
    /** True where a token of a person of that role may carry the scope. */
    mayCarry(role: string, scope: string): boolean {
      const needed = Object.hasOwn(NEEDED_FOR_SCOPE, scope) ? NEEDED_FOR_SCOPE[scope] : undefined;
      return needed !== undefined && permissionsOfRole(role).has(needed);
    },
    /** True where a person of that role belongs to an agency, or to none, as the role asks. */
    fitsAgency(role: string, agencyId: string | null): boolean {
      const rights = Object.hasOwn(roles, role) ? roles[role] : undefined;
      return rights !== undefined && (rights.of === 'installation') === (agencyId === null);
    },
  };
}

export const { permissionsOfRole, permissionsOfDeeplink, rolesWith, mayCarry, fitsAgency } = rightsOf(ROLES);
