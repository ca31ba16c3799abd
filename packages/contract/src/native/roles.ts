import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { VisibleText } from '../visible-text.ts';

/** What a role of an agency can be made of, in groups, with what each right allows. */
export const RIGHT_GROUPS = {
  Incidents: {
    'session:own': 'Sign in to the portal',
    'factors:own': 'Add and remove one’s own second factors',
    'incidents:read': 'See incidents and their cards',
    'cards:sensitive': 'Open sensitive cards, as those about somebody’s health',
    'calls:listen': 'Listen to live calls',
    'calls:write': 'Write notes and open, change and end calls',
    'alerts:answer': 'Answer alerts',
    'incidents:work': 'Claim, note and close incidents',
    'transfers:read': 'See incidents that another agency transferred, and what was transferred to whom',
    'transfers:write': 'Transfer an incident to another agency, and end that',
    'transfers:answer': 'Answer alerts of another agency that let it',
    'transfers:sensitive': 'Open sensitive cards that another agency lets one see',
    'incidents:send_to_cad': 'Send incidents to the agency’s CAD',
    'incidents:merge': 'Merge a duplicate call into another incident, and undo it',
    'map:write': 'Write map locations and resources',
  },
  People: {
    'users:manage': 'Add, change and disable people, of roles that may no more than their own',
    'roles:manage': "Make the agency's own roles",
    'audit:read': 'Read the audit record',
    'audit:export': 'Export the audit record',
    'single_sign_on:manage': 'Set how people sign in by an identity provider',
  },
  Software: {
    'clients:manage': 'Administer clients and their secrets',
    'access:manage': 'Allow applications, and end what was allowed',
    'agency_requests:answer': 'Answer applications that ask for access',
    'webhooks:manage': 'Administer webhooks',
  },
  Agency: {
    'alert_settings:manage': 'Set how alerts arrive',
    'addresses:manage': 'Load address points and road centre lines',
    'wall_boards:manage': 'Make and end displays that show incidents without a person',
    'shares:manage': 'Let other agencies see incidents by kind or area, and end that',
    'retention:manage': 'Set for how long incidents are kept',
    'security:manage': 'Set the security policy',
    'reports:read': 'Read reports of calls and alerts in figures',
  },
  "A person's tokens": {
    'alerts:send': 'Send alerts',
    'alerts:read': 'Read alerts',
    'deeplinks:open': 'Open the portal on a caller or an alert',
    'cad_incidents:write': 'Create CAD incidents',
    'incident_events:read': 'Read and subscribe to incident events',
    'agency:read': 'Read agency information',
    'responses:read': 'Read responses to alerts',
    'devices:read': 'Read devices',
    'map:read': 'Read map locations and resources',
    'identity:read': 'Sign in to web applications that the agency allowed',
    'profile:read': 'Give such an application one’s name',
    'email:read': 'Give such an application one’s e-mail address',
  },
} as const;

type Groups = typeof RIGHT_GROUPS;
export type AgencyRight = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

/** Every right of the groups, in their order. */
export const AGENCY_RIGHTS = Object.values(RIGHT_GROUPS).flatMap((group) => Object.keys(group)) as AgencyRight[];

/** A right that a role of an agency can have. */
export const AgencyRight = Type.Enum(AGENCY_RIGHTS);

const Title = VisibleText(60);
const Rights = Type.Array(AgencyRight, { maxItems: 60, uniqueItems: true });

/** A role that people of an agency can have. */
export const AgencyRole = Type.Object({
  id: Type.String({
    description: 'How a person is given it: a name that every installation knows, or the id of an own role',
    examples: ['agent'],
  }),
  title: described(Title, 'What it is called', 'Shift lead'),
  is_own: Type.Boolean({ description: "True: one of the agency's own, which can be changed and removed" }),
  rights: described(Rights, 'What whoever has it may do'),
  may_be_given: Type.Boolean({ description: 'Whether the caller may give it: nobody gives what they may not do' }),
  people: Type.Integer({ description: 'How many people have it', examples: [3] }),
});
export type AgencyRole = Static<typeof AgencyRole>;

/** Answer of `GET /api/roles`. */
export const RoleList = Type.Object({
  roles: Type.Array(AgencyRole, { description: 'Those of every installation, then the own ones by title' }),
});
export type RoleList = Static<typeof RoleList>;

/** Body of `POST /api/roles`. */
export const AddRoleRequest = Type.Object(
  { title: described(Title, 'What it is called', 'Shift lead'), rights: described(Rights, 'What it allows') },
  { additionalProperties: false },
);
export type AddRoleRequest = Static<typeof AddRoleRequest>;

/** Body of `PATCH /api/roles/{id}`: only what is named changes. */
export const EditRoleRequest = Type.Object(
  {
    title: Type.Optional(described(Title, 'What it is called', 'Shift lead')),
    rights: Type.Optional(described(Rights, 'What it allows')),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditRoleRequest = Static<typeof EditRoleRequest>;
