import type { Route } from '../../dialects/routing/route.ts';
import { scopeOf } from '../../people/rights/rights.ts';

/** Every way to be known, with what each scope allows. A WebSocket also takes the access token as `token` in its query. */
export const securitySchemesOf = (scopes: Readonly<Record<string, string>>) => ({
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: [
      'The access token of a token path, as `Authorization: Bearer <access token>`; one that is bound to a key as `Authorization: DPoP <access token>` with its proof (RFC 9449).',
      'An operation names the scope that the token must carry:',
      ...Object.entries(scopes).map(([scope, sentence]) => `- \`${scope}\`: ${sentence}`),
    ].join('\n'),
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'sallyport_session',
    description: 'A person who signed in to the portal. An operation names the permission that the person must have.',
  },
  developer: {
    type: 'apiKey',
    in: 'cookie',
    name: 'sallyport_developer',
    description: 'A developer who signed in at /developers. An operation names the permission, too.',
  },
});

/** What a route checks before anything else: the schemes that satisfy it, each with its scope or permission; none is empty. */
export function securityOf({ access }: Pick<Route<never>, 'access'>): Record<string, string[]>[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'token':
      return [{ bearer: [scopeOf(access.right)] }];
    case 'reader':
    case 'administrator_or_client':
      return [{ bearer: [scopeOf(access.right)] }, { session: [access.right] }];
    case 'developer':
      return [{ developer: [access.right] }];
    default:
      return [{ session: [access.right] }];
  }
}

/** The same in a sentence, and which grants a token path takes; null where there is nothing to state. */
export function describeAccess({ access, grantTypes }: Pick<Route<never>, 'access' | 'grantTypes'>): string | null {
  if (grantTypes !== undefined) {
    return `Takes the grants ${grantTypes.map((grantType) => `\`${grantType}\``).join(', ')}.`;
  }
  switch (access.kind) {
    case 'public':
      return null;
    case 'token':
      return `Needs a token with the scope \`${scopeOf(access.right)}\`.`;
    case 'reader':
    case 'administrator_or_client':
      return `Needs a token with the scope \`${scopeOf(access.right)}\`, or a person with the permission \`${access.right}\`.`;
    case 'developer':
      return `Needs a developer who is signed in (\`${access.right}\`).`;
    default:
      return `Needs a person with the permission \`${access.right}\`.`;
  }
}
