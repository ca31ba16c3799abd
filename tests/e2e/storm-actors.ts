import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer, HttpRequest } from './http-client.ts';
import { jsonOf, send } from './http-client.ts';
import { alertBody } from './sandbox.ts';

/** Answers that only state "not now"; 0 is none at all. */
const NOT_NOW = new Set([0, 429, 503]);
const ANSWERED_WITHIN_MS = 90_000;
/** What a server read longer ago vouches for nothing, whether it could read again or not: then it is 503. */
const KNOWN_AFTER_MS = 1_000;

/** What the actors of a storm did and saw. */
export interface Seen {
  /** Alert ids that were acknowledged, by source id. */
  readonly alerts: Map<string, string>;
  readonly accepted: Set<string>;
  readonly revoked: string[];
  /** What must not happen, in words. */
  readonly faults: string[];
  notNow: number;
}

export function newSeen(): Seen {
  return { alerts: new Map(), accepted: new Set(), revoked: [], faults: [], notNow: 0 };
}

/** Sends until it is answered otherwise than "not now", at one server after the other, as a partner's program does. */
export async function persist(bases: readonly string[], request: HttpRequest, seen: Seen): Promise<HttpAnswer> {
  const deadline = performance.now() + ANSWERED_WITHIN_MS;
  for (let attempt = 0; ; attempt += 1) {
    const base = bases[attempt % bases.length] ?? '';
    const answer = await send(base, request).catch(() => ({ status: 0, headers: new Headers(), text: '' }));
    if (!NOT_NOW.has(answer.status)) return answer;
    if (
      answer.status === 503 &&
      answer.headers.get('retry-after') === null &&
      !answer.text.includes('before it confirmed')
    ) {
      seen.faults.push(`${request.path} is 503 without Retry-After: ${answer.text}`);
    }
    seen.notNow += 1;
    if (performance.now() > deadline) throw new Error(`${request.path} was not answered in time: ${answer.text}`);
    await pause(50);
  }
}

async function tokenOf(bases: readonly string[], clientId: string, seen: Seen): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: `${clientId}-secret` };
  const answer = await persist(bases, { method: 'POST', path: '/oauth/token', form }, seen);
  if (answer.status !== 200) throw new Error(`a token was answered ${answer.status}: ${answer.text}`);
  return jsonOf<{ access_token: string }>(answer).access_token;
}

/** Raises alerts, each until it is acknowledged, and has the center accept every second one; `pauseMs` after each. */
export async function raiseAlerts(
  bases: readonly string[],
  name: string,
  seen: Seen,
  isOver: () => boolean,
  pauseMs = 0,
) {
  const [station, cad] = [await tokenOf(bases, 'sandbox-alarm', seen), await tokenOf(bases, 'sandbox-cad', seen)];
  for (let count = 0; !isOver(); count += 1) {
    if (pauseMs > 0) await pause(pauseMs);
    const sourceId = `${name}-${count}`;
    const raised = await persist(
      bases,
      { method: 'POST', path: '/v1/rem/trigger', token: station, json: alertBody(sourceId) },
      seen,
    );
    if (raised.status !== 200) {
      seen.faults.push(`${sourceId} was answered ${raised.status}: ${raised.text}`);
      continue;
    }
    const { alert_id: alertId } = jsonOf<{ alert_id: string }>(raised);
    seen.alerts.set(sourceId, alertId);
    if (count % 2 === 0) continue;
    const path = `/v1/alerts/${alertId}`;
    const answer = await persist(bases, { method: 'PATCH', path, token: cad, json: { status: 'ACCEPTED' } }, seen);
    // 409: the first answer was lost, and it is accepted already.
    if (answer.status === 200 || answer.status === 409) seen.accepted.add(alertId);
    else seen.faults.push(`accepting ${sourceId} was answered ${answer.status}: ${answer.text}`);
  }
}

/** Takes a token, revokes it at one server, and looks whether any server takes it a second later. */
export async function revokeTokens(bases: readonly string[], seen: Seen, isOver: () => boolean): Promise<void> {
  const form = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
  while (!isOver()) {
    const token = await tokenOf(bases, 'sandbox-cad', seen);
    const revoked = await persist(bases, { method: 'POST', path: '/oauth/revoke', form: { ...form, token } }, seen);
    if (revoked.status !== 200) {
      seen.faults.push(`a revocation was answered ${revoked.status}: ${revoked.text}`);
      continue;
    }
    seen.revoked.push(token);
    await pause(KNOWN_AFTER_MS);
    for (const base of bases) {
      const { status } = await send(base, { path: '/v1/alerts', token }).catch(() => ({ status: 0 }));
      if (status !== 401 && !NOT_NOW.has(status)) seen.faults.push(`a revoked token was answered ${status} at ${base}`);
    }
  }
}
