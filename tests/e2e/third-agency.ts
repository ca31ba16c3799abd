import type { Credentials } from './actors.ts';
import { expectJson, send } from './http-client.ts';
import { signIn } from './sandbox.ts';

/** Beside the sandbox's two: neither gives anything to the other where a transfer goes there. */
export const THIRD_AGENCY = 'third-city';

/** The transfer of that incident to the third agency, which is added where it is not there. */
export async function transferToThird(base: string, incidentId: string, giver: Credentials): Promise<string> {
  const added = { id: THIRD_AGENCY, name: 'Third City Dispatch' };
  await send(base, { method: 'POST', path: '/api/agencies', jar: await signIn(base, 'operator'), json: added });
  const transfer = await expectJson<{ id: string }>(base, 201, {
    ...{ method: 'POST', path: `/api/incidents/${incidentId}/transfers`, json: { to_agency_id: THIRD_AGENCY } },
    ...giver,
  });
  return transfer.id;
}

/** The share of what is of no type with the third agency, once `transferToThird` added that. */
export async function shareWithThird(base: string, giver: Credentials): Promise<string> {
  const json = { to_agency_id: THIRD_AGENCY, emergency_type: 'MUTUAL_AID', for_hours: 1 };
  const given = await expectJson<{ id: string }>(base, 201, { method: 'POST', path: '/api/shares', json, ...giver });
  return given.id;
}
