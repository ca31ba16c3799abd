import * as contract from '@sallyport/contract';
import type { Audit } from '../../../audit/append-record.ts';
import { actorOf } from '../../../authorization/principals/principal.ts';
import type { Database } from '../../../database/database.ts';
import type { ListedIncident } from '../../../incidents/incident/types.ts';
import { areaText, readArea } from '../../../incidents/queue/area.ts';
import type { BoardFilter, WallBoard } from '../../../incidents/wall-boards/types.ts';
import { listBoards, readBoard, removeBoard } from '../../../incidents/wall-boards/wall-boards.ts';
import { addBoardForPerson } from '../../../intake/add-wall-board.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import type { Random } from '../../../kernel/random.ts';
import { CHOSEN_AGENCY, chosenAgency } from '../../requests/chosen-agency.ts';
import { principalOf, type Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';
import { encodeSummary } from './encode-incident.ts';

/** What making and ending displays need. */
export interface BoardPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
}

const administering = {
  errors: nativeErrors,
  path: '/api/wall-boards',
  access: { kind: 'administrator', right: 'wall_boards:manage' },
  limit: 'reads',
} as const;

const encodeFilter = ({ kind, area, hidesTests }: BoardFilter): contract.BoardFilter => ({
  ...(kind !== undefined && { kind }),
  ...(area !== undefined && { area: area === 'boundary' ? area : areaText(area) }),
  ...(hidesTests !== undefined && { hides_tests: hidesTests }),
});

const readFilter = ({ kind, area, hides_tests }: contract.BoardFilter): BoardFilter => ({
  ...(kind !== undefined && { kind }),
  ...(area !== undefined && { area: readArea(area) }),
  ...(hides_tests !== undefined && { hidesTests: hides_tests }),
});

function encode({ id, name, filter, madeBy, createdAt, seenAt }: WallBoard): contract.WallBoard {
  return {
    ...{ id, name, filter: encodeFilter(filter), made_by: madeBy, created_at: toRfc3339(createdAt) },
    seen_at: seenAt === null ? null : toRfc3339(seenAt),
  };
}

export const list: Route<{ database: Database }> = {
  ...administering,
  method: 'GET',
  summary: 'List the wall displays',
  body: 'none',
  schema: { query: CHOSEN_AGENCY, responses: { 200: contract.WallBoardList } },
  async handle(ports, request) {
    const boards = await listBoards(ports, await chosenAgency(ports, request));
    return { status: 200, body: { boards: boards.map(encode) } };
  },
};

export const add: Route<BoardPorts> = {
  needsRecentFactor: true,
  ...administering,
  method: 'POST',
  summary: 'Make a display; its link is shown once',
  body: 'json',
  bodyLimitBytes: 4_096,
  schema: { query: CHOSEN_AGENCY, body: contract.AddWallBoardRequest, responses: { 201: contract.AddedWallBoard } },
  async handle(ports, request) {
    const { name, filter = {} } = request.body as contract.AddWallBoardRequest;
    const { board, token } = await addBoardForPerson(ports, {
      principal: principalOf(request),
      agencyId: await chosenAgency(ports, request),
      name,
      filter: readFilter(filter),
      origin: request.origin,
    });
    // Behind the # it is sent to no server and stands in no log.
    const url = `${ports.publicUrl}/portal/board#${token.reveal()}`;
    return { status: 201, body: { board: encode(board), url } };
  },
};

export const remove: Route<BoardPorts> = {
  ...administering,
  path: '/api/wall-boards/:id',
  method: 'DELETE',
  summary: 'End a display',
  body: 'none',
  schema: { params: contract.WallBoardParams, query: CHOSEN_AGENCY, responses: { 204: null } },
  async handle(ports, request) {
    await removeBoard(ports, {
      agencyId: await chosenAgency(ports, request),
      id: request.params['id'] ?? '',
      actor: actorOf(principalOf(request)),
      origin: request.origin,
    });
    return { status: 204 };
  },
};

function encodeRow(incident: ListedIncident): contract.BoardRow {
  const { id, kind, status, emergency_type, is_test, accept_by, location } = encodeSummary(incident);
  return {
    ...{ id, kind, is_test, accept_by },
    status: status.display_name,
    emergency_type: emergency_type?.display_name ?? null,
    civic: location?.civic ?? location?.geocoded?.address ?? null,
    claimed_by: incident.claim?.name ?? null,
    listed_at: toRfc3339(incident.listedAt),
  };
}

/** `GET /api/board`: what a display shows, by the token in its header `Sallyport-Board`. */
export const read: Route<{ database: Database; clock: Clock }> = {
  method: 'GET',
  path: '/api/board',
  errors: nativeErrors,
  summary: 'Read what a display shows, by its token in the header Sallyport-Board',
  access: { kind: 'public' },
  limit: 'reads',
  body: 'none',
  schema: { responses: { 200: contract.Board } },
  async handle(ports, request) {
    const token = request.headers['sallyport-board'];
    const { board, agencyName, incidents } = await readBoard(ports, typeof token === 'string' ? token : undefined);
    const shown = { name: board.name, agency_name: agencyName, filter: encodeFilter(board.filter) };
    return { status: 200, body: { ...shown, rows: incidents.map(encodeRow) } };
  },
};
