import type { ScimPatch } from '@sallyport/contract';
import type { MemberChange } from '../../people/provisioning/role-members.ts';
import { refuseScim } from './errors.ts';

type Operation = ScimPatch['Operations'][number];

const ONE_MEMBER = /^members\[\s*value\s+eq\s+"([^"\\]{1,60})"\s*\]$/i;
const URN = /^urn:ietf:params:scim:schemas:core:2\.0:group:/i;

/** The ids of a list of members, or of one. */
function readIds(value: unknown): string[] {
  const members: readonly unknown[] = Array.isArray(value) ? value : [value];
  return members.map((member) => {
    const id = typeof member === 'object' && member !== null ? (member as { value?: unknown }).value : member;
    if (typeof id === 'string' && id !== '' && id.length <= 60) return id;
    throw refuseScim('invalidValue', 'A member must be an object whose value is the id of a user');
  });
}

/** Without a path, the value has attributes: what a group is called stays as it is, and is taken where it says so. */
function readAttributes(op: 'add' | 'replace', value: unknown, title: string): MemberChange[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuseScim('invalidValue', 'value must be an object where path is missing');
  }
  return Object.entries(value).flatMap(([name, inner]): MemberChange[] => {
    if (name.toLowerCase() === 'members') return [{ op, people: readIds(inner) }];
    checkTitle(name, inner, title);
    return [];
  });
}

/** Roles are made and named in the portal, so that a directory may only repeat what is so. */
function checkTitle(attribute: string, value: unknown, title: string): void {
  const name = attribute.toLowerCase();
  if (name === 'externalid' || (name === 'displayname' && value === title)) return;
  if (name === 'displayname')
    throw refuseScim('mutability', 'A role is named in the portal; displayName cannot be changed');
  if (['id', 'meta', 'schemas'].includes(name)) {
    throw refuseScim('mutability', `${attribute} cannot be changed`);
  }
  throw refuseScim('invalidPath', 'path must be members');
}

function readOperation({ op, path, value }: Operation, title: string): MemberChange[] {
  const kind = op.toLowerCase();
  const attribute = path?.replace(URN, '');
  if (kind !== 'add' && kind !== 'remove' && kind !== 'replace') {
    throw refuseScim('invalidValue', 'op must be add, remove or replace');
  }
  if (attribute === undefined) {
    if (kind === 'remove') throw refuseScim('noTarget', 'remove must have a path');
    return readAttributes(kind, value, title);
  }
  const one = ONE_MEMBER.exec(attribute)?.[1];
  if (one !== undefined && kind === 'remove') return [{ op: 'remove', people: [one] }];
  if (attribute.toLowerCase() !== 'members') {
    checkTitle(attribute, value, title);
    return [];
  }
  // Microsoft Entra removes members by a list of them, where RFC 7644 section 3.5.2.2 has a filter in the path.
  if (kind === 'remove') return [value === undefined ? { op: 'remove' } : { op: 'remove', people: readIds(value) }];
  return [{ op: kind, people: readIds(value) }];
}

/** RFC 7644 section 3.5.2: the changes of a group's members, in their order. `title` is what the group is called. */
export function readMemberChanges({ Operations }: ScimPatch, title: string): MemberChange[] {
  return Operations.flatMap((operation) => readOperation(operation, title));
}
