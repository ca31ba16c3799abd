import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { ChosenLanguage } from './account.ts';
import { PlacedAgency } from './agencies.ts';
import { Permission } from './permissions.ts';
import { SearchQuery } from './search.ts';
import { Role } from './users.ts';

/** Body of `POST /api/session`: a person signs in to the portal by hand. */
export const SignInRequest = Type.Object(
  {
    email: Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'E-mail address',
      examples: ['agent@sandbox.test'],
    }),
    password: Type.String({
      minLength: 1,
      maxLength: 1024,
      description: 'Their password',
      examples: ['sandbox-agent-pass-911'],
    }),
  },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

/** Body of `POST /api/session/banner`. */
export const AcknowledgeBannerRequest = Type.Object(
  {
    banner_text: Type.String({
      minLength: 1,
      maxLength: 2_000,
      description: 'What was read, as `GET /api/session` has it',
      examples: ['You are accessing a restricted information system.'],
    }),
  },
  { additionalProperties: false },
);
export type AcknowledgeBannerRequest = Static<typeof AcknowledgeBannerRequest>;

/** `full` is map and cards; `cards` is the cards alone, made to sit in a CAD's panel. */
export const DeeplinkView = Type.Enum(['full', 'cards']);
export type DeeplinkView = Static<typeof DeeplinkView>;

/** Who the browser is signed in as: by hand (`portal`) or by a deeplink, which may read and not administer. */
export const Session = Type.Object({
  kind: Type.Enum(['portal', 'deeplink'], { description: 'Signed in by hand, or by a deeplink' }),
  user: Type.Object(
    {
      id: Type.String({ description: 'The person', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dbb'] }),
      email: Type.String({ description: 'E-mail address', examples: ['agent@sandbox.test'] }),
      first_name: Type.String({ description: 'Given name', examples: ['Riley'] }),
      last_name: Type.String({ description: 'Family name', examples: ['Example'] }),
      role: described(Role, 'Their role', 'agent'),
      role_title: Type.String({ description: 'What the role is called', examples: ['Agent'] }),
      language: described(
        ChosenLanguage,
        'In which language they read the portal; null leaves it to their agency, and where that chose none to the browser',
      ),
    },
    { description: 'Who is signed in' },
  ),
  agency: Nullable(described(PlacedAgency, 'Their agency; null for an operator')),
  expires_at: Type.String({ format: 'date-time', description: 'When the session ends' }),
  sign_in_step: Type.Enum(['complete', 'acknowledge_banner', 'prove_factor', 'change_password', 'enrol_factor'], {
    description:
      'What is left of the sign-in: `banner_text` to acknowledge by `POST /api/session/banner`, a second factor by `POST /api/session/factor`, an expired password to change by `POST /api/session/password`, or a first factor to add; until it is complete nothing else is allowed',
  }),
  banner_text: Type.Optional(
    Nullable(
      Type.String({
        description:
          'What the policy has its people read at a sign-in, until it is acknowledged; null where nothing is left, missing for a deeplink',
        examples: ['You are accessing a restricted information system.'],
      }),
    ),
  ),
  confirmed_until: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description:
          'Until then nothing asks for a factor again; null where the policy never does, missing for a deeplink',
      }),
    ),
  ),
  recheck_at: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description: 'From then on the page asks for a factor; null where nothing asks, missing for a deeplink',
      }),
    ),
  ),
  recheck_by: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description:
          'From then on the session is locked until a factor was shown; null where it never is, missing for a deeplink',
      }),
    ),
  ),
  idle_at: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description:
          'From then on the session is locked for want of use, unless `POST /api/session/activity` was sent; null where it never is, missing for a deeplink',
      }),
    ),
  ),
  password_expires_at: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description:
          'When the password expires, from 14 days before; null earlier and where it never does, missing for a deeplink',
      }),
    ),
  ),
  lock: Type.Enum(['none', 'recheck', 'idle'], {
    description:
      '`recheck`: the last factor was shown too long ago; `idle`: nobody used the page for too long. Until `POST /api/session/factor` or one of its kind everything else is refused with `recheck_required`, but for the alerts that ring',
  }),
  may_administer: Type.Boolean({ description: 'Whether any of the permissions is one of Admin' }),
  permissions: Type.Array(Permission, { description: 'What they may do' }),
  deeplink: Type.Optional(
    Type.Object(
      {
        id: Type.String({
          description: 'The deeplink, as `X-Sallyport-Deeplink` names it',
          examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dcc'],
        }),
        query: described(SearchQuery, 'What it opened'),
        view: described(DeeplinkView, 'What it shows'),
      },
      { description: 'The deeplink, where one opened it' },
    ),
  ),
});
export type Session = Static<typeof Session>;

/** Answer of `POST /d/{ticket}`: the deeplink is open; send its id as `X-Sallyport-Deeplink` on every call. */
export const RedeemedDeeplink = Type.Object({
  deeplink_id: Type.String({
    description: 'Send it as `X-Sallyport-Deeplink` on every call',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1dcc'],
  }),
  session: described(Session, 'Who is signed in'),
});
export type RedeemedDeeplink = Static<typeof RedeemedDeeplink>;
