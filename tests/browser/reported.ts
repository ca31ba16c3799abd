import { eventually } from '../../packages/testing/src/barrier.ts';
import { expectJson, type HttpRequest, send } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';

/** A reason that a spreadsheet would take for a formula. */
export const FORMULA_REASON = '=HYPERLINK("http://127.0.0.1")';

/**
 * Makes something for every chart of the sandbox county's reports: alerts of several types, accepted, declined with and without a
 * reason and left alone, a test, a call, refused clients, and a webhook that delivers to `endpoint` and was
 * heard by it.
 */
export async function makeReported(
  url: string,
  endpoint: { readonly url: string; readonly received: readonly unknown[] },
) {
  const jar = await signIn(url, 'sandboxAdmin');
  const answer = (alertId: string, json: object) =>
    expectJson(url, 200, { method: 'PATCH', path: `/api/incidents/${alertId.replace('alert-', '')}/alert`, jar, json });
  await expectJson(url, 201, {
    method: 'POST',
    path: '/api/webhooks',
    jar,
    json: {
      ...{ name: 'Records system', url: endpoint.url, dialect: 'native' },
      ...{ event_types: ['incident.created'], authentication: { kind: 'none' } },
    },
  });
  const alertOf = (type: string) => sendAlert(url, { phone: newCaller().number, type });
  for (const type of ['BURGLARY', 'BURGLARY', 'FIRE']) await answer(await alertOf(type), { status: 'ACCEPTED' });
  await answer(await alertOf('MEDICAL'), { status: 'DECLINED', decline_reason: 'Duplicate' });
  await answer(await alertOf('MEDICAL'), { status: 'DECLINED', decline_reason: FORMULA_REASON });
  await answer(await alertOf('TEST_FIRE'), { status: 'DECLINED' });
  await alertOf('BURGLARY');
  const token = await clientToken(url, 'sandbox-call-handling');
  await expectJson(url, 201, {
    ...{ method: 'POST', path: '/api/incidents', token },
    json: { call: { caller_phone_number: newCaller().number } },
  });
  const wrongSecret: HttpRequest = {
    ...{ method: 'POST', path: '/oauth/token' },
    form: { grant_type: 'client_credentials', client_id: 'sandbox-cad', client_secret: 'not-the-secret' },
  };
  await send(url, wrongSecret);
  await clientToken(url, 'sandbox-cad');
  await eventually(() => endpoint.received.length >= 8);
}
