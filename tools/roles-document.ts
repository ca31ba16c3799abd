import { RIGHT_GROUPS } from '../packages/contract/src/index.ts';
import { DIALECTS } from '../packages/gateway/src/dialects/index.ts';
import { routesOf, socketsOf } from '../packages/gateway/src/dialects/routing/dialect.ts';
import type { RouteAccess } from '../packages/gateway/src/dialects/routing/route.ts';
import { RIGHTS, rightsOfScopes, rolesWith, type StockRole } from '../packages/gateway/src/people/rights/rights.ts';

const TAKES_TOKENS: readonly string[] = ['token', 'reader', 'administrator_or_client'];
const ROLES = Object.keys(RIGHTS.roles) as StockRole[];

/** The scopes whose tokens a route takes. */
function scopesFor(access: RouteAccess): string[] {
  if (access.kind === 'public' || !TAKES_TOKENS.includes(access.kind)) return [];
  return Object.keys(RIGHTS.scopes).filter((scope) => rightsOfScopes([scope]).has(access.right));
}

function whoMay(access: RouteAccess): string[] {
  if (access.kind === 'public') return ['anybody'];
  if (access.kind === 'developer') return ['developers'];
  return access.kind === 'token' ? [] : [...rolesWith(access.right)];
}

/** Who may what: each right of each role, and who may call each path, from the routes themselves. */
export function rolesDocument(generated: string): string {
  const mark = (role: StockRole, right: string) =>
    (RIGHTS.roles[role].rights as readonly string[]).includes(right) ? 'yes' : '';
  const rights = Object.entries(RIGHT_GROUPS).flatMap(([group, each]) =>
    Object.entries(each).map(
      ([right, sentence]) =>
        `| ${group} | ${sentence} | \`${right}\` | ${ROLES.map((role) => mark(role, right)).join(' | ')} |`,
    ),
  );
  const routes = [
    ...routesOf<never>(DIALECTS).map(({ method, path, access }) => ({ name: `${method} ${path}`, access })),
    ...socketsOf<never>(DIALECTS).map(({ path, access }) => ({ name: `WebSocket ${path}`, access })),
  ].map(({ name, access }) => {
    const right = access.kind === 'public' ? '' : `\`${access.right}\``;
    const scopes = scopesFor(access).map((scope) => `\`${scope}\``);
    return `| \`${name}\` | ${right} | ${whoMay(access).join(', ')} | ${scopes.join(', ')} |`;
  });
  return [
    '# Roles',
    '',
    generated,
    '',
    'What a person may do is the rights of their role. Six roles are the same in every installation; an agency makes others of the same',
    'rights under Admin, Roles. A right that no role or scope lists is nobody’s. RapidSOS documents `agent` and `admin`.',
    '',
    'Nobody gives a right that they have not, and nobody administers a person who may do more than they. Where a right is taken from a role,',
    'its people are signed out, and their tokens end. An operator belongs to no agency and names one; its rights besides these are those of',
    'the installation.',
    '',
    `| Group | Allows to | Right | ${ROLES.join(' | ')} |`,
    `| --- | --- | --- | ${ROLES.map(() => '---').join(' | ')} |`,
    ...rights,
    '',
    '## Each path',
    '',
    'The roles of who is signed in, and the scopes of tokens. A person’s token carries a scope where the person has every right of it. A',
    'browser that opened a deeplink may do what its person may, of these alone: ' +
      RIGHTS.deeplink.map((right) => `\`${right}\``).join(', ') +
      '.',
    '',
    '| Path | Right | Roles | Scopes of tokens |',
    '| --- | --- | --- | --- |',
    ...routes,
    '',
  ].join('\n');
}
