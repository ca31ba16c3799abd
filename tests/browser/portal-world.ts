import assert from 'node:assert/strict';
import { askForConsent, askOnDevice, askOnePerson, giveGrant } from '../e2e/consents.ts';
import { expectJson } from '../e2e/http-client.ts';
import { alertBody, clientToken, raise, signIn, signInDeveloper } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { makeReported } from './reported.ts';

/** A sandbox in which every page of the portal has something to show. */
export interface PortalWorld {
  readonly url: string;
  /** Who has several incidents, and the newest of them. */
  readonly callerNumber: string;
  readonly incidentId: string;
  /** Who has one incident. */
  readonly uniqueNumber: string;
  /** A deeplink that another browser has opened. */
  readonly ownedDeeplink: string;
  readonly passwordLink: string;
  readonly authorizationId: string;
  /** Of an application that expects the administrator. */
  readonly othersAuthorizationId: string;
  readonly userCode: string;
  readonly boardUrl: string;
  readonly webhookId: number;
  readonly applicationId: string;
  /** Of an alert of harbor-city to sandbox-county. */
  readonly transferId: string;
  /** A new deeplink: a ticket is redeemed once. */
  newDeeplink(request: { query: string; view?: 'full' | 'cards' }): Promise<string>;
}

/** Fills the sandbox that answers at `url`; its webhook delivers to `endpoint`. */
export async function makePortalWorld(
  url: string,
  endpoint: { readonly url: string; readonly received: readonly unknown[] },
): Promise<PortalWorld> {
  const admin = await signIn(url, 'sandboxAdmin');
  await makeReported(url, endpoint);
  const caller = newCaller();
  const unique = newCaller();
  await sendAlert(url, { phone: caller.number, type: 'TEST_FIRE' });
  const vehicle = { vehicle: { make: 'Toyota', color: 'Red' }, storage_tank: { fill_level: '80 %' } };
  const groups = { ...vehicle, medical_profile: { allergies: 'penicillin' } };
  const alertId = await sendAlert(url, { phone: caller.number, groups });
  await sendAlert(url, { phone: unique.number, type: 'MEDICAL' });
  const ownedDeeplink = await newDeeplink(url, { query: caller.number });
  assert.equal((await fetch(ownedDeeplink, { method: 'POST' })).status, 200);
  const added = await expectJson<{ password_link: { url: string } }>(url, 201, {
    ...{ method: 'POST', path: '/api/users', jar: admin },
    json: { first_name: 'Dana', last_name: 'Keeper', email: 'dana@sandbox.test', role: 'agent' },
  });
  await giveGrant(url, admin);
  const board = await expectJson<{ url: string }>(url, 201, {
    ...{ method: 'POST', path: '/api/wall-boards', jar: admin },
    json: { name: 'North wall', filter: {} },
  });
  const share = { to_agency_id: 'harbor-city', kind: 'alert', emergency_type: 'FIRE', area: '-75,40,-73,41' };
  await expectJson(url, 201, {
    ...{ method: 'POST', path: '/api/shares', jar: admin },
    json: { ...share, for_hours: 24, may_answer: true, reason: 'Mutual aid at the river' },
  });
  const { webhooks } = await expectJson<{ webhooks: { id: number }[] }>(url, 200, {
    path: '/api/webhooks',
    jar: admin,
  });
  const developer = await signInDeveloper(url);
  const { applications } = await expectJson<{ applications: { id: string }[] }>(url, 200, {
    path: '/api/developer/applications',
    jar: developer,
  });
  const theirs = await raise(url, await clientToken(url, 'sandbox-alarm'), alertBody('to us', { callflow: 'harbor' }));
  const { id: transferId } = await expectJson<{ id: string }>(url, 201, {
    ...{ method: 'POST', path: `/api/incidents/${theirs}/transfers`, jar: await signIn(url, 'harborAgent') },
    json: { to_agency_id: 'sandbox-county', reason: 'In your district' },
  });
  return {
    ...{ url, transferId, ownedDeeplink, callerNumber: caller.number, uniqueNumber: unique.number },
    incidentId: alertId.replace('alert-', ''),
    passwordLink: added.password_link.url,
    authorizationId: (await askForConsent(url)).id,
    othersAuthorizationId: await askOnePerson(url, admin),
    userCode: (await askOnDevice(url)).user_code,
    boardUrl: board.url,
    webhookId: webhooks[0]?.id ?? 0,
    applicationId: applications[0]?.id ?? '',
    newDeeplink: (request) => newDeeplink(url, request),
  };
}
