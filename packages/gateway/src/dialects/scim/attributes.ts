import type { ScimAttribute } from '@sallyport/contract';

type Stated = Pick<ScimAttribute, 'name' | 'description'> & Partial<ScimAttribute>;

const attribute = (stated: Stated): ScimAttribute => ({
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...stated,
});

const readOnly = (stated: Stated) => attribute({ ...stated, mutability: 'readOnly' });

/** RFC 7643 section 4.1, of it what is kept here. */
export const USER_ATTRIBUTES: readonly ScimAttribute[] = [
  attribute({ name: 'userName', description: 'E-mail address', required: true, uniqueness: 'server' }),
  attribute({
    name: 'name',
    description: 'Name',
    type: 'complex',
    subAttributes: [
      readOnly({ name: 'formatted', description: 'The whole name' }),
      attribute({ name: 'givenName', description: 'Given name' }),
      attribute({ name: 'familyName', description: 'Family name' }),
    ],
  }),
  readOnly({
    name: 'displayName',
    description: 'The whole name; of a new user without a name, where it is taken from',
  }),
  attribute({ name: 'active', description: 'False: they cannot sign in', type: 'boolean' }),
  readOnly({
    name: 'emails',
    description: 'userName alone',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      readOnly({ name: 'value', description: 'E-mail address' }),
      readOnly({ name: 'type', description: 'What it is for' }),
      readOnly({ name: 'primary', description: 'True: the first to use', type: 'boolean' }),
    ],
  }),
  readOnly({
    name: 'groups',
    description: 'The one role of the person',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      readOnly({ name: 'value', description: 'The role', caseExact: true }),
      readOnly({ name: 'display', description: 'What the role is called' }),
    ],
  }),
];

/** RFC 7643 section 4.2. */
export const GROUP_ATTRIBUTES: readonly ScimAttribute[] = [
  readOnly({ name: 'displayName', description: 'What the role is called', uniqueness: 'server' }),
  attribute({
    name: 'members',
    description: 'Who has the role',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute({ name: 'value', description: 'The person', caseExact: true, mutability: 'immutable' }),
      readOnly({ name: 'display', description: 'Their name' }),
      attribute({ name: 'type', description: 'User', mutability: 'immutable' }),
    ],
  }),
];
