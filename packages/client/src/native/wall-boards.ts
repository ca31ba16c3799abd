import type { AddedWallBoard, AddWallBoardRequest, Board, WallBoardList } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** Displays that show an agency's active incidents. Operators name the agency; for everyone else `agencyId` stays null. */
export class WallBoardApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  list(agencyId: string | null = null, signal?: AbortSignal): Promise<WallBoardList> {
    return this.#transport.send({ method: 'GET', path: '/api/wall-boards', query: { agency_id: agencyId }, signal });
  }

  /** The link in the answer is not shown again. */
  add(board: AddWallBoardRequest, agencyId: string | null = null): Promise<AddedWallBoard> {
    const query = { agency_id: agencyId };
    return this.#transport.send({ method: 'POST', path: '/api/wall-boards', query, json: board });
  }

  /** Its next reading is refused. */
  end(id: string, agencyId: string | null = null): Promise<void> {
    const path = `/api/wall-boards/${encodeURIComponent(id)}`;
    return this.#transport.send({ method: 'DELETE', path, query: { agency_id: agencyId } });
  }

  /** What a display shows, by its own token; 401 once it is ended. */
  read(token: string, signal?: AbortSignal): Promise<Board> {
    return this.#transport.send({ method: 'GET', path: '/api/board', headers: { 'sallyport-board': token }, signal });
  }
}
