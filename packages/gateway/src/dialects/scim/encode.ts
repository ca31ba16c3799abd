import { SCIM_SCHEMAS, type ScimGroup, type ScimUser } from '@sallyport/contract';
import { toRfc3339 } from '../../kernel/clock.ts';
import type { ProvisionedPerson, RoleWithMembers } from '../../people/provisioning/types.ts';
import { BASE } from './provisioning.ts';

const nameOf = ({ firstName, lastName }: Pick<ProvisionedPerson, 'firstName' | 'lastName'>) =>
  `${firstName} ${lastName}`.trim();

export const userAddress = (publicUrl: string, id: string) => `${publicUrl}${BASE}/Users/${id}`;
const groupAddress = (publicUrl: string, id: string) => `${publicUrl}${BASE}/Groups/${id}`;

export function encodeUser(publicUrl: string, person: ProvisionedPerson): ScimUser {
  const name = nameOf(person);
  return {
    schemas: [SCIM_SCHEMAS.user],
    id: person.id,
    ...(person.externalId !== null && { externalId: person.externalId }),
    userName: person.email,
    name: { formatted: name, givenName: person.firstName, familyName: person.lastName },
    displayName: name,
    active: person.isActive,
    emails: [{ value: person.email, type: 'work', primary: true }],
    groups: [{ value: person.role, display: person.roleTitle }],
    meta: {
      resourceType: 'User',
      created: toRfc3339(person.createdAt),
      location: userAddress(publicUrl, person.id),
    },
  };
}

export function encodeGroup(publicUrl: string, { id, title, members }: RoleWithMembers): ScimGroup {
  return {
    schemas: [SCIM_SCHEMAS.group],
    id,
    displayName: title,
    members: members.map((member) => ({
      value: member.id,
      display: nameOf(member),
      type: 'User',
    })),
    meta: { resourceType: 'Group', location: groupAddress(publicUrl, id) },
  };
}
