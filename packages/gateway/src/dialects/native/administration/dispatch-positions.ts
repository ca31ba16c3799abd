import * as contract from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { endPosition, listPositions, registerPosition } from '../../../people/positions/dispatch-positions.ts';
import type { DispatchPosition } from '../../../people/positions/types.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { POSITION_COOKIE } from '../../routing/browser-credentials.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { positionCookie } from '../sign-in/cookies.ts';

const administering = {
  errors: nativeErrors,
  path: '/api/dispatch-positions',
  access: { kind: 'administrator', right: 'security:manage' },
  limit: 'reads',
} as const;

function encode(position: DispatchPosition & { readonly isThisBrowser: boolean }): contract.DispatchPosition {
  const { id, name, madeBy, createdAt, seenAt, isThisBrowser } = position;
  return {
    ...{ id, name, made_by: madeBy, created_at: toRfc3339(createdAt), is_this_browser: isThisBrowser },
    last_used_at: seenAt === null ? null : toRfc3339(seenAt),
  };
}

/** `GET /api/dispatch-positions`. */
export const list: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  summary: 'List the dispatch positions, whose sessions are not locked for want of use',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.DispatchPositionList } },
  async handle(ports, request) {
    const agencyId = await chosenAgency(ports, request);
    const positions = await listPositions(ports, { agencyId, token: request.cookies[POSITION_COOKIE] });
    return { status: 200, body: { positions: positions.map(encode) } };
  },
};

/** `POST /api/dispatch-positions`: the browser that asks is one from now on. */
export const register: Route<{ database: Database; audit: Audit; clock: Clock; random: Random }> = {
  ...administering,
  needsRecentFactor: true,
  method: 'POST',
  summary: 'Register this browser as a dispatch position',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: {
    query: CHOSEN_AGENCY,
    body: contract.RegisterPositionRequest,
    responses: { 201: contract.RegisteredPosition },
  },
  async handle(ports, request) {
    const { name } = request.body as contract.RegisterPositionRequest;
    const principal = principalOf(request);
    const { position, token } = await registerPosition(ports, {
      agencyId: await chosenAgency(ports, request),
      name,
      token: request.cookies[POSITION_COOKIE],
      userId: principal.user?.id ?? '',
      actor: actorOf(principal),
      origin: request.origin,
    });
    return {
      status: 201,
      headers: { 'cache-control': 'no-store' },
      cookies: [positionCookie(token.reveal())],
      body: { position: encode({ ...position, isThisBrowser: true }) },
    };
  },
};

/** `DELETE /api/dispatch-positions/{id}`. */
export const end: Route<{ database: Database; audit: Audit }> = {
  ...administering,
  path: '/api/dispatch-positions/:id',
  method: 'DELETE',
  summary: 'End a dispatch position: its sessions lock again',
  body: 'none',
  schema: { params: contract.DispatchPositionParams, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await endPosition(ports, {
      agencyId: await chosenAgency(ports, request),
      id: request.params['id'] ?? '',
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 204 };
  },
};
