import type { ScimPatch, ScimUserRequest } from '@sallyport/contract';
import { isVisible } from '../../kernel/text.ts';
import type { PersonFields } from '../../people/provisioning/types.ts';
import { isEmail, normaliseEmail } from '../../people/users/email-address.ts';
import { refuseScim, type ScimType } from './errors.ts';

const URN = /^urn:ietf:params:scim:schemas:core:2\.0:user:/;
/** RFC 7643 section 3.1 and 4.1: what the directory cannot change. */
const READ_ONLY = new Set(['id', 'meta', 'schemas', 'groups']);
/** What gives somebody rights, which here their group alone does: taken without effect, a demotion would seem to be one. */
const RIGHTS = new Set(['roles', 'entitlements']);

const must = (text: string, scimType: ScimType = 'invalidValue') => refuseScim(scimType, text);

function readText(value: unknown, name: string, maxLength: number): string {
  if (typeof value !== 'string' || value.length > maxLength) {
    throw must(`${name} must be text of at most ${maxLength} characters`);
  }
  return value.trim();
}

function readNamed(value: unknown, name: string, maxLength: number): string {
  const text = readText(value, name, maxLength);
  if (!isVisible(text)) throw must(`${name} must have a visible character`);
  return text;
}

function readEmail(value: unknown): string {
  const email = readText(value, 'userName', 254);
  if (!isEmail(email)) throw must('userName must be an e-mail address');
  return normaliseEmail(email);
}

/** Microsoft Entra sends booleans as the texts `True` and `False`. */
function readActive(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw must('active must be true or false');
}

/** The two parts of a whole name: its last word is the family name. */
function splitName(whole: string): { firstName: string; lastName: string } {
  const words = whole.trim().split(/\s+/);
  const lastName = words.length > 1 ? (words.pop() ?? '') : '';
  return { firstName: words.join(' ').slice(0, 100), lastName: lastName.slice(0, 100) };
}

/** A new person: what of the name is missing is taken from `displayName`, then from the address. */
export function readNewUser(
  body: ScimUserRequest,
): PersonFields & { email: string; firstName: string; lastName: string } {
  const { name = {}, displayName = '', externalId, active } = body;
  const email = readEmail(body.userName);
  const given = name.givenName?.trim() ?? '';
  const split = splitName(isVisible(displayName) ? displayName : (email.split('@')[0] ?? email));
  return {
    email,
    firstName: isVisible(given) ? given : split.firstName,
    lastName: name.familyName?.trim() ?? (isVisible(given) ? '' : split.lastName),
    externalId: externalId ?? null,
    ...(active !== undefined && { isDisabled: !readActive(active) }),
  };
}

/**
 * RFC 7644 section 3.5.1: the whole person anew. What every person has (name, active) stays where it is missing; what the directory
 * calls them goes.
 */
export function readReplacedUser(body: ScimUserRequest): PersonFields {
  const { name = {}, externalId, active } = body;
  return {
    email: readEmail(body.userName),
    ...(name.givenName !== undefined && { firstName: readNamed(name.givenName, 'name.givenName', 100) }),
    ...(name.familyName !== undefined && { lastName: name.familyName.trim() }),
    externalId: externalId ?? null,
    ...(active !== undefined && { isDisabled: !readActive(active) }),
  };
}

/** What one attribute changes. An attribute that is not kept here changes nothing. */
function fieldsOf(attribute: string, value: unknown): PersonFields {
  const name = attribute.toLowerCase().replace(URN, '');
  if (READ_ONLY.has(name.split(/[.[]/)[0] ?? '')) throw must(`${attribute} cannot be changed`, 'mutability');
  switch (name) {
    case 'username':
      return { email: readEmail(value) };
    case 'externalid':
      return { externalId: value === null ? null : readNamed(value, 'externalId', 200) };
    case 'active':
      return { isDisabled: !readActive(value) };
    case 'name.givenname':
      return { firstName: readNamed(value, 'name.givenName', 100) };
    case 'name.familyname':
      return { lastName: readText(value, 'name.familyName', 100) };
    case 'name':
      return fieldsOfAll(value, 'name.');
    default:
      return {};
  }
}

function fieldsOfAll(value: unknown, prefix = ''): PersonFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw must(prefix === '' ? 'value must be an object where path is missing' : 'name must be an object');
  }
  const members = Object.entries(value).filter(([name]) => name.toLowerCase() !== 'schemas');
  return Object.assign({}, ...members.map(([name, inner]) => fieldsOf(`${prefix}${name}`, inner))) as PersonFields;
}

function removed(path: string | undefined): PersonFields {
  // RFC 7644 section 3.5.2.2: an operation that removes names what.
  if (path === undefined) throw must('remove must have a path', 'noTarget');
  const name = path.toLowerCase().replace(URN, '');
  if (name === 'externalid') return { externalId: null };
  if (name === 'name.familyname') return { lastName: '' };
  if (['username', 'active', 'name', 'name.givenname'].includes(name)) {
    throw must(`${path} cannot be removed`, 'mutability');
  }
  return fieldsOf(path, null);
}

/** An attribute, perhaps of a schema, a member of it, or the member of a value that is chosen. */
const PATH = /^[a-z][\w.:$-]*(\[[^\]]+\](\.[a-z$][\w$-]*)?)?$/i;

/** Whether an operation is of what gives rights. */
function givesRights({ path, value }: ScimPatch['Operations'][number]): boolean {
  const isWhole = path === undefined && typeof value === 'object' && value !== null;
  const named = isWhole ? Object.keys(value) : [path ?? ''];
  return named.some((name) => RIGHTS.has(name.toLowerCase().replace(URN, '').split(/[.[]/)[0] ?? ''));
}

/**
 * RFC 7644 section 3.5.2: what the operations change in the end; a later one wins. Refuses those that change a person's rights and
 * nothing else; beside something else they change nothing, so that nobody's deactivation waits for them.
 */
export function readUserPatch({ Operations }: ScimPatch): PersonFields {
  const fields = Operations.map(({ op, path, value }): PersonFields => {
    if (path !== undefined && !PATH.test(path)) throw must('path must name an attribute', 'invalidPath');
    switch (op.toLowerCase()) {
      case 'add':
      case 'replace':
        return path === undefined ? fieldsOfAll(value) : fieldsOf(path, value);
      case 'remove':
        return removed(path);
      default:
        throw must('op must be add, remove or replace');
    }
  });
  const changed = Object.assign({}, ...fields) as PersonFields;
  if (Object.keys(changed).length === 0 && Operations.some(givesRights)) {
    throw must("roles and entitlements must be changed by /Groups: a person's group is their role", 'invalidPath');
  }
  return changed;
}
