import type { CookieJar, HttpRequest } from './http-client.ts';
import { expectJson } from './http-client.ts';

const SCOPES = ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'];
const API = '/interface/open_api/api';

export interface PersonalTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** A personal token of whoever the cookies belong to, with every scope such tokens can have. */
export function issuePersonalToken(base: string, jar: CookieJar, scopes = SCOPES): Promise<PersonalTokens> {
  return expectJson(base, 201, { method: 'POST', path: '/api/personal-tokens', jar, json: { scopes } });
}

/** The one member of the envelope's message. */
export async function askActive911<T>(base: string, token: string, request: HttpRequest, status = 200): Promise<T> {
  const answer = await expectJson<{ message: Record<string, T> }>(base, status, {
    ...request,
    path: `${API}${request.path}`,
    token,
  });
  const [payload] = Object.values(answer.message);
  return payload as T;
}

type Reference = { id: string; uri: string };

/** The numbers of one of every record that the token's agency has, made where it has none. */
export async function numbersOf(base: string, token: string) {
  const agency = await askActive911<{ id: string }>(base, token, { path: '' });
  const devices = await askActive911<Reference[]>(base, token, { path: '/devices' });
  const alerts = await askActive911<Reference[]>(base, token, { path: '/alerts' });
  const place = { name: 'Staging area', latitude: 40.7, longitude: -74 };
  const location = await askActive911<{ id: string }>(
    base,
    token,
    { method: 'POST', path: '/locations', json: place },
    201,
  );
  const file = { location_id: location.id, title: 'Gate code', filename: 'gate.txt' };
  const resource = await askActive911<{ id: string }>(
    base,
    token,
    { method: 'POST', path: '/resources', json: file },
    201,
  );
  return {
    agencyNumber: agency.id,
    deviceNumber: devices[0]?.id ?? '99000002',
    alertNumber: alerts[0]?.id ?? '99000003',
    locationNumber: location.id,
    resourceNumber: resource.id,
  };
}
