import type { Dialect } from '../routing/dialect.ts';
import { authorize, postedAuthorize } from './authorize.ts';
import { deviceAuthorization } from './device-authorization.ts';
import * as discovery from './discovery.ts';
import { oauthErrors } from './errors.ts';
import { introspect } from './introspect.ts';
import { logout, postedLogout } from './logout.ts';
import { par } from './par.ts';
import { revoke } from './revoke.ts';
import { token, tokenV2 } from './token.ts';
import { postedUserInfo, userInfo } from './user-info.ts';

/** The standards that every dialect rests on: tokens, authorization requests, keys and metadata. */
export const oauth = {
  name: 'oauth',
  description: 'The standards: tokens, keys and metadata',
  unrouted: [{ pathPrefixes: ['/oauth/', '/.well-known/'], errors: oauthErrors }],
  routes: {
    getToken: token,
    getTokenV2: tokenV2,
    startAuthorization: authorize,
    postAuthorization: postedAuthorize,
    pushAuthorization: par,
    startDeviceAuthorization: deviceAuthorization,
    revokeToken: revoke,
    introspectToken: introspect,
    readUserInfo: userInfo,
    postUserInfo: postedUserInfo,
    endSession: logout,
    postEndSession: postedLogout,
    readServerMetadata: discovery.metadata,
    readProviderMetadata: discovery.providerMetadata,
    readSigningKeys: discovery.jwks,
  },
  tasks: [
    {
      name: 'Tokens',
      description: 'Get an access token, ask what a token is, and end one',
      operations: ['getToken', 'getTokenV2', 'revokeToken', 'introspectToken'],
    },
    {
      name: 'Authorization requests',
      description: 'Ask an agency to allow an application or a device',
      operations: ['startAuthorization', 'postAuthorization', 'pushAuthorization', 'startDeviceAuthorization'],
    },
    {
      name: 'OpenID Connect',
      description: 'Who signed in to an application, and signing out of it',
      operations: ['readUserInfo', 'postUserInfo', 'endSession', 'postEndSession'],
    },
    {
      name: 'Discovery',
      description: 'Where everything is, and the keys that tokens are signed with',
      operations: ['readServerMetadata', 'readProviderMetadata', 'readSigningKeys'],
    },
  ],
  sockets: {},
  frames: {},
  webhooks: {},
} satisfies Dialect<never>;
