import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Instant = Type.String({ format: 'date-time' });
const Password = Type.String({ minLength: 1, maxLength: 1024 });

/** An open session of the person who is signed in. */
export const OwnSession = Type.Object({
  id: Type.String({
    description: 'Names the session, and opens nothing',
    examples: ['5b2c1f0e9d8a7b6c5b2c1f0e9d8a7b6c'],
  }),
  is_current: Type.Boolean({ description: 'Whether it is the one that asks' }),
  place: Type.String({ description: 'The address it was opened from', examples: ['192.0.2.10'] }),
  browser: Nullable(
    Type.String({
      description: 'What the browser called itself; null where it is not known',
      examples: ['Mozilla/5.0'],
    }),
  ),
  began_at: described(Instant, 'When it was opened'),
  last_seen_at: Nullable(described(Instant, 'When it was last used, to five minutes; null where it is not known')),
  expires_at: described(Instant, 'When it ends'),
});
export type OwnSession = Static<typeof OwnSession>;

/** Answer of `GET /api/account/sessions`. */
export const OwnSessions = Type.Object({
  sessions: Type.Array(OwnSession, { description: 'The newest first' }),
  next_before: Nullable(
    Type.String({
      description: 'Send it as `before` for the next page; null at the end',
      examples: ['1794787200000.5b2c1f0e9d8a'],
    }),
  ),
});
export type OwnSessions = Static<typeof OwnSessions>;

/** In which language the portal is read. */
export const Language = Type.Enum(['en', 'es']);
export type Language = Static<typeof Language>;

/** What a person or an agency chose of them; null where they chose none. */
export const ChosenLanguage = Type.Unsafe<Language | null>({
  type: ['string', 'null'],
  enum: ['en', 'es', null],
  examples: ['es'],
});
export type ChosenLanguage = Static<typeof ChosenLanguage>;

/** Body of `PATCH /api/account`. */
export const EditAccountRequest = Type.Object(
  {
    language: described(
      ChosenLanguage,
      'In which language you read the portal; null leaves it to your agency, and where that chose none to the browser',
    ),
  },
  { additionalProperties: false },
);
export type EditAccountRequest = Static<typeof EditAccountRequest>;

/** Answer of `GET /api/account/applications`: what the person opens signed in. */
export const OpenableApplications = Type.Object({
  applications: Type.Array(
    Type.Object({
      client_id: Type.String({ description: 'Its client', examples: ['example-responder-1'] }),
      name: Type.String({ description: 'What it is called', examples: ['Example Responder'] }),
      owner_name: Nullable(
        Type.String({ description: 'Whose it is; null where that is not known', examples: ['Example Software'] }),
      ),
      url: Type.String({
        description: 'Where it starts a sign-in, with iss (OpenID Connect Core 1.0 section 4)',
        examples: ['https://app.example/login?iss=https%3A%2F%2Fgateway.example'],
      }),
    }),
    { description: 'By name' },
  ),
});
export type OpenableApplications = Static<typeof OpenableApplications>;

/** Body of `POST /api/account/password`. */
export const ChangePasswordRequest = Type.Object(
  {
    present_password: described(Password, 'The password so far', 'sandbox-agent-pass-911'),
    new_password: described(Password, 'The password from now on', 'kestrel lantern 58 orchard'),
  },
  { additionalProperties: false },
);
export type ChangePasswordRequest = Static<typeof ChangePasswordRequest>;
