import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';

/** The role of a person: one that every installation has by its name, or one of the agency's own by its id. */
export const Role = Type.String({ minLength: 1, maxLength: 60, examples: ['agent'] });
export type Role = Static<typeof Role>;

const RoleTitle = Type.String({ description: 'What the role is called', examples: ['Agent'] });
const Name = VisibleText(100);
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });

/** A person at an agency. `invited` has no password yet; `is_locked` means a source was locked out until released. */
export const User = Type.Object({
  id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
  email: Type.String({ description: 'E-mail address', examples: ['agent@sandbox.test'] }),
  first_name: Type.String({ description: 'Given name', examples: ['Riley'] }),
  last_name: Type.String({ description: 'Family name', examples: ['Example'] }),
  role: described(Role, 'Their role', 'agent'),
  role_title: RoleTitle,
  status: Type.Enum(['invited', 'active', 'disabled'], { description: '`invited` has no password yet' }),
  is_locked: Type.Boolean({ description: 'True where a source was locked out until somebody releases it' }),
  open_sessions: Type.Integer({
    description: 'Portal sessions and opened deeplinks that are still valid',
    examples: [2],
  }),
  last_signed_in_at: Nullable(
    Type.String({ format: 'date-time', description: 'When they signed in last; null where they never did' }),
  ),
  created_at: Type.String({ format: 'date-time', description: 'When it was made' }),
});
export type User = Static<typeof User>;

/** An account with its last review. */
export const AccountReview = Type.Object({
  user: described(User, 'Whose account it is'),
  reviewed_at: Nullable(
    Type.String({ format: 'date-time', description: 'When somebody confirmed it last; null where nobody did' }),
  ),
  reviewed_by: Nullable(Type.String({ description: 'Who did', examples: ['Avery Admin'] })),
  due_at: Nullable(
    Type.String({
      format: 'date-time',
      description: 'Until when it is to be reviewed; null where the policy asks for none',
    }),
  ),
  is_due: Type.Boolean({ description: 'True where that has passed' }),
});
export type AccountReview = Static<typeof AccountReview>;

/** Answer of `GET /api/account-reviews` and `GET /api/operators/reviews`. */
export const AccountReviewList = Type.Object({
  review_days: Nullable(
    Type.Integer({
      description: 'Within how many days an account is reviewed; null where the policy asks for none',
      examples: [365],
    }),
  ),
  accounts: Type.Array(AccountReview, { description: 'Those that are not disabled, the longest waiting first' }),
});
export type AccountReviewList = Static<typeof AccountReviewList>;

/** Answer of `GET /api/users`. */
export const UserList = Type.Object({ users: Type.Array(User, { description: 'The people' }) });
export type UserList = Static<typeof UserList>;

/** Body of `POST /api/users`: the Add User form. */
export const AddUserRequest = Type.Object(
  {
    first_name: described(Name, 'Given name', 'Riley'),
    last_name: described(Name, 'Family name', 'Example'),
    email: described(Email, 'E-mail address', 'agent@sandbox.test'),
    role: described(Role, 'Their role, as `GET /api/roles` names it', 'agent'),
  },
  { additionalProperties: false },
);
export type AddUserRequest = Static<typeof AddUserRequest>;

/** Body of `PATCH /api/operators/{id}`. */
export const EditOperatorRequest = Type.Object(
  {
    is_disabled: Type.Boolean({
      description: 'True ends their sessions and tokens, and they cannot sign in; false lets them again',
      examples: [true],
    }),
  },
  { additionalProperties: false },
);
export type EditOperatorRequest = Static<typeof EditOperatorRequest>;

/** Body of `PATCH /api/users/{id}`: only what is named changes. */
export const EditUserRequest = Type.Object(
  {
    first_name: Type.Optional(described(Name, 'Given name', 'Riley')),
    last_name: Type.Optional(described(Name, 'Family name', 'Example')),
    email: Type.Optional(described(Email, 'E-mail address', 'agent@sandbox.test')),
    role: Type.Optional(described(Role, 'Their role, as `GET /api/roles` names it', 'agent')),
    is_disabled: Type.Optional(Type.Boolean({ description: 'True: they can sign in no more' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditUserRequest = Static<typeof EditUserRequest>;

/** A one-time link to set a password. `url` is null when it was mailed: then nobody but its reader may see it. */
export const PasswordLink = Type.Object({
  url: Nullable(
    Type.String({
      description: 'The link; null where it was mailed',
      examples: ['https://gateway.example/portal/password#Zk3mT0q8vYk7b0Qb6mE2'],
    }),
  ),
  mailed_to: Nullable(
    Type.String({ description: 'Where it was mailed; null where it was not', examples: ['riley@sandbox.test'] }),
  ),
  expires_at: Type.String({ format: 'date-time', description: 'When it ends' }),
});
export type PasswordLink = Static<typeof PasswordLink>;

/** Answer of `POST /api/users` (201) and `POST /api/users/{id}/password-link`. */
export const UserWithPasswordLink = Type.Object({
  user: described(User, 'The person'),
  password_link: described(PasswordLink, 'The one-time link to set a password'),
});
export type UserWithPasswordLink = Static<typeof UserWithPasswordLink>;

/** Answer of `POST /api/users/{id}/end-sessions`. */
export const EndedSessions = Type.Object({
  user: described(User, 'The person'),
  ended: Type.Integer({ description: 'How many sessions ended', examples: [2] }),
});
export type EndedSessions = Static<typeof EndedSessions>;

/** Body of `POST /api/password-link/check`: whose link is this, before a password is chosen. */
export const CheckPasswordLinkRequest = Type.Object(
  {
    link_token: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The secret part of the one-time link',
      examples: ['Zk3mT0q8vYk7b0Qb6mE2'],
    }),
  },
  { additionalProperties: false },
);
export type CheckPasswordLinkRequest = Static<typeof CheckPasswordLinkRequest>;

/** Answer of `POST /api/password-link/check`. */
export const PasswordLinkOwner = Type.Object({
  email: Type.String({ description: 'E-mail address', examples: ['agent@sandbox.test'] }),
  first_name: Type.String({ description: 'Given name', examples: ['Riley'] }),
  agency_name: Nullable(
    Type.String({
      description: 'What their agency is called; null for an operator',
      examples: ['Sandbox County 9-1-1'],
    }),
  ),
  minimum_password_length: Type.Integer({ description: 'How many characters a password must have', examples: [12] }),
});
export type PasswordLinkOwner = Static<typeof PasswordLinkOwner>;

/** Body of `POST /api/password`: spends the link and sets the password. Answer: 204. */
export const SetPasswordRequest = Type.Object(
  {
    link_token: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The secret part of the one-time link',
      examples: ['Zk3mT0q8vYk7b0Qb6mE2'],
    }),
    password: Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'The new password',
      examples: ['correct horse battery staple'],
    }),
  },
  { additionalProperties: false },
);
export type SetPasswordRequest = Static<typeof SetPasswordRequest>;
