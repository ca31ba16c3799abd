import { type Static, type TSchema, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

export const PolicyProfile = Type.Enum(['cjis', 'nist', 'open'], {
  description: 'A table of values: FBI CJIS 6.0, NIST SP 800-63B-4 at AAL2, or what a new installation has',
});
export type PolicyProfile = Static<typeof PolicyProfile>;

const count = (minimum: number, maximum: number, description: string, example: number) =>
  Type.Integer({ minimum, maximum, description, examples: [example] });
const countOrNull = (minimum: number, maximum: number, description: string, example: number) =>
  described(Nullable(Type.Integer({ minimum, maximum })), description, example);

const VALUES = {
  lockout_failures: count(3, 10, 'So many wrong passwords or codes lock an account at one place', 5),
  lockout_window_minutes: count(5, 1_440, 'A wrong one this long after the one before begins a new count', 15),
  lockout_minutes: countOrNull(10, 1_440, 'A lock ends after so long; null until an administrator releases it', 30),
  password_minimum_length: count(8, 128, 'Fewest characters of a new password', 12),
  passwords_remembered: count(0, 10, 'So many earlier passwords may not be chosen again', 10),
  password_maximum_age_days: countOrNull(
    30,
    730,
    'A password that was set so many days ago is changed at the next sign-in by it; null never',
    365,
  ),
  second_factor: Type.Enum(['none', 'administrators', 'everyone'], {
    description: 'Of whom a second factor is asked; whoever has one is always asked for it',
  }),
  session_hours: count(1, 24, 'After so many hours a person signs in anew', 24),
  recheck_hours: countOrNull(
    1,
    24,
    'So long after a factor or the password was shown, a session asks for one again, in place; null never',
    12,
  ),
  idle_lock_minutes: countOrNull(
    5,
    720,
    'After so long without use a session is locked until a factor is shown, but at a dispatch position; null never',
    30,
  ),
  step_up_minutes: countOrNull(
    5,
    720,
    'So long after a factor was shown, making clients, webhooks, tokens, roles, policies and exports asks for one again; null never',
    15,
  ),
  allows_password_grant: Type.Boolean({
    description: "Whether a client may send a person's password to the token path (RFC 6749 section 4.3)",
  }),
  inactive_days: countOrNull(30, 365, 'An account without a sign-in for so many days is disabled; null never', 90),
  account_review_days: countOrNull(
    30,
    366,
    'Within so many days somebody confirms that an account is still needed; null never',
    365,
  ),
  banner_text: described(
    Nullable(Type.String({ minLength: 1, maxLength: 2_000 })),
    'What a person reads at every sign-in; null where there is nothing to read',
    'You are accessing a restricted information system.',
  ),
  banner_must_be_acknowledged: Type.Boolean({
    description:
      'Whether a sign-in is complete only once the person acknowledged the text; else it stands on the page until they close it',
  }),
};

/** Every value of a security policy. */
export const SecurityPolicyValues = Type.Object(VALUES);
export type SecurityPolicyValues = Static<typeof SecurityPolicyValues>;

/** Answer of `GET` and `PATCH` of a security policy. */
export const SecurityPolicy = Type.Object({
  profile: described(PolicyProfile, 'The profile it began with'),
  values: described(SecurityPolicyValues, 'What is in force'),
  loosest: described(SecurityPolicyValues, 'The loosest that may be chosen here'),
  profiles: Type.Object(
    {
      cjis: described(SecurityPolicyValues, 'What `cjis` sets'),
      nist: described(SecurityPolicyValues, 'What `nist` sets'),
      open: described(SecurityPolicyValues, 'What `open` sets'),
    },
    { description: 'What choosing each profile sets here' },
  ),
});
export type SecurityPolicy = Static<typeof SecurityPolicy>;

type Optionals<Schemas extends Record<string, TSchema>> = {
  [Name in keyof Schemas]: ReturnType<typeof optional<Schemas[Name]>>;
};
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema);

/** Body of `PATCH` of a security policy: the profile sets every value, those that are named are set after it. */
export const EditSecurityPolicyRequest = Type.Object(
  {
    profile: Type.Optional(described(PolicyProfile, 'Sets every value to those of this profile', 'cjis')),
    ...(Object.fromEntries(Object.entries(VALUES).map(([name, schema]) => [name, optional(schema)])) as Optionals<
      typeof VALUES
    >),
  },
  { additionalProperties: false },
);
export type EditSecurityPolicyRequest = Static<typeof EditSecurityPolicyRequest>;

/** A person whom a client signs in by their password. */
export const PasswordGrantUse = Type.Object({
  client_id: Type.String({ description: 'The client', examples: ['sandbox-cad'] }),
  client_name: Type.String({ description: 'Its name', examples: ['Sandbox CAD'] }),
  user_id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
  email: Type.String({ description: 'Their e-mail address', examples: ['agent@sandbox.test'] }),
  source: Type.String({ description: 'The address of the last use', examples: ['192.0.2.10'] }),
  last_used_at: Type.String({ format: 'date-time', description: 'When it was last used' }),
  use_count: Type.Integer({ description: 'How often in the last 30 days', examples: [412] }),
});
export type PasswordGrantUse = Static<typeof PasswordGrantUse>;

/** Answer of `GET /api/password-grants`, the latest first. */
export const PasswordGrantUses = Type.Object({
  uses: Type.Array(PasswordGrantUse, { description: 'Who signs in through which client by the password grant' }),
});
export type PasswordGrantUses = Static<typeof PasswordGrantUses>;
