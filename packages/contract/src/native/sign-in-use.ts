import { Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Address = Type.String({ minLength: 1, maxLength: 2_000 });
/** How people sign in to an application and out of it, as a developer states it. */
export const SignInUse = {
  post_logout_redirect_uris: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 2_048 }), {
      maxItems: 10,
      description: 'Where browsers may go after a sign-out (OpenID Connect RP-Initiated Logout)',
      examples: [['https://app.example/signed-out']],
    }),
  ),
  backchannel_logout_uri: Type.Optional(
    Nullable(
      described(
        Address,
        'Where a logout token is sent when a session ends (OpenID Connect Back-Channel Logout); null for nowhere',
        'https://app.example/logout',
      ),
    ),
  ),
  backchannel_logout_session_required: Type.Optional(
    Type.Boolean({ description: 'True where it ends a sign-in by the sid of a logout token alone' }),
  ),
  initiate_login_uri: Type.Optional(
    Nullable(
      described(
        Address,
        'Where a browser starts a sign-in, with iss (OpenID Connect Core 1.0 section 4); the portal opens it. Null for nowhere',
        'https://app.example/login',
      ),
    ),
  ),
};

/** The same, as it was registered. */
export const RegisteredSignInUse = {
  post_logout_redirect_uris: Type.Array(Type.String(), {
    description: 'Where browsers may go after a sign-out',
    examples: [['https://app.example/signed-out']],
  }),
  backchannel_logout_uri: Nullable(
    Type.String({
      description: 'Where a logout token is sent when a session ends; null for nowhere',
      examples: ['https://app.example/logout'],
    }),
  ),
  backchannel_logout_session_required: Type.Boolean({
    description: 'True where it ends a sign-in by the sid of a logout token alone',
  }),
  initiate_login_uri: Nullable(
    Type.String({
      description: 'Where a browser starts a sign-in; null for nowhere',
      examples: ['https://app.example/login'],
    }),
  ),
};
