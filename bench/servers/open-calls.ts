import { encodeRequest } from '../load/stream.ts';
import type { Address, Server } from '../process/start-server.ts';
import { authorization, postJson } from './asking.ts';
import { CALL_HANDLING } from './sallyport.ts';

/** Where a caller is stated to be. */
const LOCATION = {
  latitude: 39.1402,
  longitude: -77.1701,
  uncertainty_radius: 25,
  source: 'device',
};

/** Opens a call and returns its id. `headers` let call-handling equipment in. */
export async function openCall(
  { origin }: Address,
  headers: Record<string, string>,
  callerPhoneNumber = '+15555550123',
): Promise<string> {
  const call = { caller_phone_number: callerPhoneNumber };
  return String((await postJson(`${origin}/api/incidents`, headers, { call }))['id']);
}

/** Opens so many calls and returns, for each, the bytes of a request that states where its caller is: one event of the log. */
export async function openCalls(server: Server, count: number, client = CALL_HANDLING): Promise<Uint8Array[]> {
  const headers = { ...(await authorization(server, client)), 'Content-Type': 'application/json' };
  const requests: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = await openCall(server, headers, `+1555555${String(100 + index).padStart(4, '0')}`);
    const path = `/api/incidents/${id}/locations`;
    await postJson(server.origin + path, headers, LOCATION);
    requests.push(encodeRequest('POST', path, headers, JSON.stringify(LOCATION)));
  }
  return requests;
}
