import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** `admin` and `agent` belong to an agency; `operator` runs the installation itself. */
export const Role = Type.Enum(['admin', 'agent', 'operator']);
export type Role = Static<typeof Role>;

const AgencyRole = Type.Enum(['admin', 'agent']);
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' });

/** A person at an agency. `invited` has no password yet; `is_locked` means a source was locked out until released. */
export const User = Type.Object({
  id: Type.String(),
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  role: Role,
  status: Type.Enum(['invited', 'active', 'disabled']),
  is_locked: Type.Boolean(),
  open_sessions: Type.Integer({ description: 'Portal sessions and opened deeplinks that are still valid' }),
  last_signed_in_at: Nullable(Type.String({ format: 'date-time' })),
  created_at: Type.String({ format: 'date-time' }),
});
export type User = Static<typeof User>;

/** Answer of `GET /api/users`. */
export const UserList = Type.Object({ users: Type.Array(User) });
export type UserList = Static<typeof UserList>;

/** Body of `POST /api/users`: the Add User form. */
export const AddUserRequest = Type.Object(
  { first_name: Name, last_name: Name, email: Email, role: AgencyRole },
  { additionalProperties: false },
);
export type AddUserRequest = Static<typeof AddUserRequest>;

/** Body of `PATCH /api/users/{id}`: only what is named changes. */
export const EditUserRequest = Type.Object(
  {
    first_name: Type.Optional(Name),
    last_name: Type.Optional(Name),
    email: Type.Optional(Email),
    role: Type.Optional(AgencyRole),
    is_disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type EditUserRequest = Static<typeof EditUserRequest>;

/** A one-time link to set a password. `url` is null when it was mailed: then nobody but its reader may see it. */
export const PasswordLink = Type.Object({
  url: Nullable(Type.String()),
  mailed_to: Nullable(Type.String()),
  expires_at: Type.String({ format: 'date-time' }),
});
export type PasswordLink = Static<typeof PasswordLink>;

/** Answer of `POST /api/users` (201) and `POST /api/users/{id}/password-link`. */
export const UserWithPasswordLink = Type.Object({ user: User, password_link: PasswordLink });
export type UserWithPasswordLink = Static<typeof UserWithPasswordLink>;

/** Answer of `POST /api/users/{id}/end-sessions`. */
export const EndedSessions = Type.Object({ user: User, ended: Type.Integer() });
export type EndedSessions = Static<typeof EndedSessions>;

/** Body of `POST /api/password-link/check`: whose link is this, before a password is chosen. */
export const CheckPasswordLinkRequest = Type.Object(
  { link_token: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type CheckPasswordLinkRequest = Static<typeof CheckPasswordLinkRequest>;

/** Answer of `POST /api/password-link/check`. */
export const PasswordLinkOwner = Type.Object({
  email: Type.String(),
  first_name: Type.String(),
  agency_name: Nullable(Type.String()),
  minimum_password_length: Type.Integer(),
});
export type PasswordLinkOwner = Static<typeof PasswordLinkOwner>;

/** Body of `POST /api/password`: spends the link and sets the password. Answer: 204. */
export const SetPasswordRequest = Type.Object(
  {
    link_token: Type.String({ minLength: 1, maxLength: 200 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  { additionalProperties: false },
);
export type SetPasswordRequest = Static<typeof SetPasswordRequest>;
