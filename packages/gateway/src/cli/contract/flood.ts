import { json, rule, status } from './checks.ts';
import { type Exchange, NotReached } from './exchange.ts';
import { type Line, linesOf } from './lines.ts';
import { detail } from './rapidsos-kinds.ts';
import type { Step } from './run.ts';
import { asForm, FORM } from './tokens.ts';

/** As many at once: enough to be faster than an allowance grows, and few enough to be one client's. */
const AT_ONCE = 10;
const REFUSED = 'client: RapidSOS Android and iOS SDKs, sign-in';
const WAITING = 'specification: RFC 9110, section 10.2.3';

/** Token requests of one client until one is refused, as many as the run may send. */
const flooded: Step = async (run) => {
  const { clientId, clientSecret } = run.credentials;
  const values = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  const asked = { method: 'POST', path: '/oauth/token', headers: FORM, body: asForm(values) } as const;
  const most = run.settings.floodRequests ?? 0;
  for (let sent = 0; sent < most; sent += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: Math.min(AT_ONCE, most - sent) }, () => run.send(asked)));
    const refused = answers.find((answer) => answer.status >= 300);
    if (refused !== undefined) return refused;
  }
  throw new NotReached(`none of ${most} token requests was refused`);
};

const statesWait = rule('Retry-After is a number of seconds, or a date', ({ headers }: Exchange) => {
  const given = headers.get('retry-after') ?? 'missing';
  const isGiven = /^\d+$/.test(given) || !Number.isNaN(Date.parse(given));
  return isGiven ? null : `Retry-After must be a number of seconds, or a date; it is ${given}`;
});

/** After everything else: whoever was refused for too many gets no token for a while. */
export const FLOOD_LINES: readonly Line[] = linesOf(
  'POST /oauth/token, too many',
  { step: flooded, source: REFUSED, needs: ['flood'] },
  [status(429), json, detail, [statesWait, WAITING]],
);
