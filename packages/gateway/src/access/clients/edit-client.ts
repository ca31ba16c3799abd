import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { findClient, updateClient } from './store.ts';
import type { Client, DeeplinkView } from './types.ts';

export interface ClientEdit {
  readonly deeplinkView?: DeeplinkView | undefined;
  readonly embeddingOrigins?: readonly string[] | undefined;
  readonly isDisabled?: boolean | undefined;
}

function checkOrigin(origin: string): void {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.origin !== origin || !['http:', 'https:'].includes(url.protocol)) {
    throw refuse.invalidRequest({
      description: `${origin} is not an origin; write the scheme, host and port alone, as in https://cad.example:8443`,
    });
  }
}

/** The client of that id in that agency, or `not_found`: another agency's client and none are the same answer. */
export async function ownClient(
  { database }: Pick<AccessParts, 'database'>,
  agencyId: string,
  clientId: string,
): Promise<Client> {
  const client = await findClient(database.read, clientId);
  if (client === undefined || client.agencyId !== agencyId) {
    throw refuse.notFound({ description: 'No client with this id' });
  }
  return client;
}

/**
 * Changes what is named, atomically with its audit record. Disabling refuses the client's tokens on every process
 * within a second. Refuses what is not an origin (`invalid_request`) and an unknown client (`not_found`).
 */
export async function editClient(
  parts: AccessParts,
  request: { agencyId: string; clientId: string; edit: ClientEdit; principal: Principal; origin: Origin },
): Promise<Client> {
  const { database, audit, changes, clock } = parts;
  const { agencyId, clientId, edit } = request;
  for (const origin of edit.embeddingOrigins ?? []) checkOrigin(origin);
  const client = await ownClient(parts, agencyId, clientId);
  const settings = {
    ...client.settings,
    ...(edit.deeplinkView !== undefined && { deeplinkView: edit.deeplinkView }),
    ...(edit.embeddingOrigins !== undefined && { embeddingOrigins: edit.embeddingOrigins }),
  };
  const isDisabled = edit.isDisabled ?? client.disabledAt !== null;
  const disabledAt = isDisabled ? (client.disabledAt ?? clock.now()) : null;
  await database.write(async (tx) => {
    await updateClient(tx.query, clientId, { settings, disabledAt });
    await changes.publish(tx, 'client', clientId);
    await audit.append(tx, {
      actor: actorOf(request.principal),
      agencyId,
      action: 'client.edited',
      outcome: 'success',
      subject: clientId,
      origin: request.origin,
      detail: { ...edit },
    });
  });
  return { ...client, settings, disabledAt };
}
