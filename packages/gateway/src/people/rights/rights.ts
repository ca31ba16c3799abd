/** What people do in the portal: the session names those of them that its person has. */
export const PORTAL_RIGHTS = [
  'session:own',
  'factors:own',
  'incidents:read',
  'alerts:answer',
  'incidents:work',
  'incidents:merge',
  'incidents:send_to_cad',
  'transfers:read',
  'transfers:write',
  'transfers:answer',
  'transfers:sensitive',
  'cards:sensitive',
  'calls:listen',
  'calls:write',
  'map:write',
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'security:manage',
  'agency_requests:answer',
  'agencies:any',
  'agencies:manage',
  'operators:manage',
  'installation:read',
  'outbox:manage',
  'callflows:manage',
  'applications:review',
  'applications:own',
  'roles:manage',
  'audit:read',
  'audit:export',
  'single_sign_on:manage',
  'addresses:manage',
  'wall_boards:manage',
  'shares:manage',
  'reports:read',
] as const;

export type PortalRight = (typeof PORTAL_RIGHTS)[number];

/** What only paths for access tokens ask for. A person has it for the tokens of theirs; the portal offers no page for it. */
export const TOKEN_RIGHTS = [
  'alerts:send',
  'alerts:read',
  'deeplinks:open',
  'cad_incidents:write',
  'incident_events:read',
  'agency:read',
  'responses:read',
  'devices:read',
  'map:read',
  'identity:read',
  'profile:read',
  'email:read',
] as const;

/** What a client does for an agency in its own name: no role has it, so no person's token does. */
export const CLIENT_RIGHTS = ['people:provision'] as const;

/** Everything that anybody can be allowed to do. A route names one right, and whoever calls it must have it. */
export type Right = PortalRight | (typeof TOKEN_RIGHTS)[number] | (typeof CLIENT_RIGHTS)[number];

const OF_AGENCY_WORK = [
  'incidents:read',
  'alerts:answer',
  'incidents:work',
  'incidents:merge',
  'incidents:send_to_cad',
  'transfers:read',
  'transfers:write',
  'transfers:answer',
  'transfers:sensitive',
  'cards:sensitive',
  'calls:listen',
  'calls:write',
  'map:write',
  ...TOKEN_RIGHTS,
] as const;

/** To see what the agency sees, in the portal and by a person's token, and to change nothing. */
const OF_READING = [
  'incidents:read',
  'transfers:read',
  'alerts:read',
  'incident_events:read',
  'agency:read',
  'responses:read',
  'devices:read',
  'map:read',
] as const;

const OF_ADMINISTRATION = [
  'users:manage',
  'clients:manage',
  'access:manage',
  'alert_settings:manage',
  'webhooks:manage',
  'retention:manage',
  'security:manage',
  'agency_requests:answer',
  'roles:manage',
  'audit:read',
  'audit:export',
  'single_sign_on:manage',
  'addresses:manage',
  'wall_boards:manage',
  'shares:manage',
  'reports:read',
] as const;

interface RightsTable {
  /** A person with the role belongs to one agency, or to none because the installation is theirs to run. */
  readonly roles: Readonly<
    Record<string, { readonly of: 'agency' | 'installation'; readonly rights: readonly Right[] }>
  >;
  /** What a token with the scope may do. Each right is of one scope, which a refusal can name. */
  readonly scopes: Readonly<Record<string, readonly Right[]>>;
  /** What may be done in a browser that opened a deeplink, of what its user may do. */
  readonly deeplink: readonly Right[];
  /** A developer is nobody at an agency. */
  readonly developer: readonly Right[];
}

/**
 * Who has which rights: the roles of people and the scopes of access tokens, in the same words. Another role is another row,
 * and nothing else. A role or a scope without a row may nothing. RapidSOS documents two roles, `agent` and `admin`.
 */
export const RIGHTS = {
  roles: {
    agent: { of: 'agency', rights: ['session:own', 'factors:own', ...OF_AGENCY_WORK] },
    admin: { of: 'agency', rights: ['session:own', 'factors:own', ...OF_AGENCY_WORK, ...OF_ADMINISTRATION] },
    supervisor: {
      of: 'agency',
      rights: [
        'session:own',
        'factors:own',
        ...OF_AGENCY_WORK,
        'users:manage',
        'alert_settings:manage',
        'audit:read',
        'reports:read',
      ],
    },
    auditor: { of: 'agency', rights: ['session:own', 'factors:own', ...OF_READING, 'audit:read', 'audit:export'] },
    trainee: { of: 'agency', rights: ['session:own', 'factors:own', ...OF_READING, 'calls:listen'] },
    operator: {
      of: 'installation',
      rights: [
        'session:own',
        'factors:own',
        ...OF_AGENCY_WORK,
        ...OF_ADMINISTRATION,
        'agencies:any',
        'agencies:manage',
        'operators:manage',
        'installation:read',
        'outbox:manage',
        'callflows:manage',
        'applications:review',
      ],
    },
  },
  scopes: {
    alerts: ['incidents:read', 'alerts:answer', 'cards:sensitive'],
    'alerts:trigger': ['alerts:send'],
    deeplinks: ['deeplinks:open'],
    cad_incidents: ['cad_incidents:write'],
    incident_events: ['incident_events:read', 'calls:listen'],
    'incidents:write': ['calls:write'],
    webhooks: ['webhooks:manage'],
    read_agency: ['agency:read'],
    read_alert: ['alerts:read'],
    read_response: ['responses:read'],
    read_device: ['devices:read'],
    read_mapdata: ['map:read'],
    write_mapdata: ['map:write'],
    'people:provision': ['people:provision'],
    openid: ['identity:read'],
    profile: ['profile:read'],
    email: ['email:read'],
  },
  deeplink: ['session:own', 'incidents:read', 'alerts:answer', 'incidents:work', 'cards:sensitive', 'calls:listen'],
  developer: ['applications:own'],
} as const satisfies RightsTable;

/** The roles that every installation has. An agency's own are rows of a table (`people/roles`). */
export type StockRole = keyof typeof RIGHTS.roles;

/** What a role of an agency can be made of: everything that its administrator may do, so that no role exceeds one. */
export const AGENCY_RIGHTS: readonly Right[] = RIGHTS.roles.admin.rights;

/** A right that a token can have. */
export type ScopedRight = (typeof RIGHTS.scopes)[keyof typeof RIGHTS.scopes][number];

const NONE: ReadonlySet<Right> = new Set();

/** Who a person is as far as rights go: the name of a role, and of an agency's own role what it may do. */
export interface RoleHolder {
  readonly role: string;
  /** Of an agency's own role alone. */
  readonly ownRoleRights?: ReadonlySet<Right>;
}

/** The questions that are asked of a table of rights. */
export function rightsOf({ roles, scopes, deeplink, developer }: RightsTable) {
  const ofRoles = new Map(Object.entries(roles).map(([role, { rights }]) => [role, new Set(rights)]));
  const ofScopes = new Map<string, readonly Right[]>(Object.entries(scopes));
  const scopesByRight = new Map(
    [...ofScopes].flatMap(([scope, rights]) => rights.map((right) => [right, scope] as const)),
  );
  const rightsOfRole = (role: string): ReadonlySet<Right> => ofRoles.get(role) ?? NONE;
  const rightsOfPerson = ({ role, ownRoleRights }: RoleHolder): ReadonlySet<Right> =>
    ofRoles.get(role) ?? ownRoleRights ?? NONE;
  return {
    /** What a role that every installation has may do. */
    rightsOfRole,
    /** What that person may do when signed in by hand. */
    rightsOfPerson,
    /** What that person may do in a browser that opened a deeplink of theirs. */
    rightsOfDeeplink(person: RoleHolder): ReadonlySet<Right> {
      const rights = rightsOfPerson(person);
      return new Set(deeplink.filter((each) => rights.has(each)));
    },
    /** What a developer who is signed in may do. */
    rightsOfDeveloper: new Set(developer) as ReadonlySet<Right>,
    /** What a token with those scopes may do. */
    rightsOfScopes: (names: readonly string[]): ReadonlySet<Right> =>
      new Set(names.flatMap((name) => ofScopes.get(name) ?? [])),
    /** The scope that a token needs for the right. */
    scopeOf: (right: ScopedRight): string => scopesByRight.get(right) ?? '',
    /** The roles of every installation that have the right. */
    rolesWith: (right: Right): readonly string[] =>
      [...ofRoles].filter(([, rights]) => rights.has(right)).map(([role]) => role),
    /** True where a token of that person may carry the scope, whichever client asks: the person has every right of it. */
    mayCarry(person: RoleHolder, scope: string): boolean {
      const needed = ofScopes.get(scope);
      const rights = rightsOfPerson(person);
      return needed !== undefined && needed.length > 0 && needed.every((right) => rights.has(right));
    },
    /** True where a person of that role belongs to an agency, or to none, as the role asks. */
    fitsAgency(role: string, agencyId: string | null): boolean {
      const row = Object.hasOwn(roles, role) ? roles[role] : undefined;
      return row !== undefined && (row.of === 'installation') === (agencyId === null);
    },
  };
}

export const {
  rightsOfRole,
  rightsOfPerson,
  rightsOfDeeplink,
  rightsOfDeveloper,
  rightsOfScopes,
  scopeOf,
  rolesWith,
  mayCarry,
  fitsAgency,
} = rightsOf(RIGHTS);
