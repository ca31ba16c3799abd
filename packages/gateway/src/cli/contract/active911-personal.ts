import { SCOPES, signedIn } from './active911-steps.ts';
import { json, member, status } from './checks.ts';
import { NotReached } from './exchange.ts';
import * as be from './kinds.ts';
import { type Line, linesOf } from './lines.ts';
import type { Run, Step } from './run.ts';
import { asForm, bearerOf, FORM, JSON_TYPE } from './tokens.ts';

const ACCESS = '/interface/dev/api_access.php';
const DOCUMENT = 'documentation: Active911, Personal Test OAuth Token Generation';
const RENEWING = 'client: the published Node client, refresh of a personal token';

/** A personal token of the person, issued as the portal of Sallyport does and ended with the run: the vendor has a page for it. */
async function issuePersonalToken(run: Run): Promise<string> {
  const { headers: signed } = await run.take(signedIn);
  const cookie = signed
    .getSetCookie()
    .map((one) => one.replace(/;.*/s, ''))
    .join('; ');
  const headers = { ...JSON_TYPE, cookie };
  const body = JSON.stringify({ scopes: SCOPES });
  const answer = await run.send({ method: 'POST', path: '/api/personal-tokens', headers, body });
  const { refresh_token: token, grant_id: grantId } = Object(answer.json) as {
    refresh_token?: unknown;
    grant_id?: unknown;
  };
  if (typeof token !== 'string')
    throw new NotReached(`no personal token was issued; the server answered ${answer.status}`);
  run.atEnd(() => run.send({ method: 'DELETE', path: `/api/grants/${String(grantId)}`, headers: { cookie } }));
  return token;
}

const renewing = (tokenOf: (run: Run) => string | Promise<string>): Step => {
  return async (run) => {
    const body = asForm({ refresh_token: await tokenOf(run) });
    return run.send({ method: 'POST', path: ACCESS, headers: FORM, body });
  };
};
const renewed = renewing((run) => run.credentials.personalToken ?? issuePersonalToken(run));
const refused = renewing(() => 'contract-test');
const read: Step = async (run) => {
  const headers = await bearerOf(run, renewed);
  return run.send({ method: 'GET', path: '/interface/open_api/api/', headers });
};

/** A personal refresh token for an access token, by the path that most integrations use. */
export const PERSONAL: readonly Line[] = [
  ...linesOf('POST api_access.php', { step: renewed, source: DOCUMENT, needs: ['personal'] }, [
    status(200),
    json,
    member('access_token', be.filledText),
    [member('expiration', be.seconds), RENEWING],
  ]),
  ...linesOf('GET api/ with a personal token', { step: read, source: DOCUMENT, needs: ['personal'] }, [
    status(200),
    member('result', be.exactly('success')),
  ]),
  ...linesOf('POST api_access.php with a token that is none', { step: refused, source: DOCUMENT }, [status(400, 401)]),
];
