import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { readTimeZone } from '../../kernel/time-zone.ts';
import { findClient, lockClient, updateClient } from './store.ts';
import type { Client, ClientSettings, DeeplinkView } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
}

export interface ClientEdit {
  readonly deeplinkView?: DeeplinkView | undefined;
  readonly embeddingOrigins?: readonly string[] | undefined;
  readonly isDisabled?: boolean | undefined;
  /** The name of an IANA zone; null takes it away. */
  readonly timeZone?: string | null | undefined;
}

function checkOrigin(origin: string): void {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.origin !== origin || !['http:', 'https:'].includes(url.protocol) || url.hostname.includes('*')) {
    throw refuse.invalidRequest({
      description: `${origin} is not an origin; write the scheme, host and port alone, as in https://cad.example:8443`,
    });
  }
}

/** The client of that id in that agency, or `not_found`: another agency's client and none are the same answer. */
export function ownClient({ database }: { database: Database }, agencyId: string, clientId: string): Promise<Client> {
  return ownClientIn(database.read, agencyId, clientId);
}

async function ownClientIn(query: Database['read'], agencyId: string, clientId: string): Promise<Client> {
  const client = await findClient(query, clientId);
  if (client === undefined || client.agencyId !== agencyId) {
    throw refuse.notFound({ description: 'No client with this id' });
  }
  return client;
}

/**
 * Changes what is named and nothing else, atomically with its audit record: two edits at once take turns. Disabling ends the client's access tokens on every process
 * within a second; enabling it again brings none back. Refuses what is not an origin (`invalid_request`) and an unknown client (`not_found`).
 */
export async function editClient(
  ports: Ports,
  request: { agencyId: string; clientId: string; edit: ClientEdit; actor: Actor; origin: Origin },
): Promise<Client> {
  const { database, audit, changes, clock } = ports;
  const { agencyId, clientId, edit } = request;
  for (const origin of edit.embeddingOrigins ?? []) checkOrigin(origin);
  const timeZone = edit.timeZone ? readTimeZone(edit.timeZone, 'time_zone') : edit.timeZone;
  return database.write(async (tx) => {
    await lockClient(tx.query, clientId);
    const client = await ownClientIn(tx.query, agencyId, clientId);
    let settings: ClientSettings = {
      ...client.settings,
      ...(edit.deeplinkView !== undefined && { deeplinkView: edit.deeplinkView }),
      ...(edit.embeddingOrigins !== undefined && { embeddingOrigins: edit.embeddingOrigins }),
      ...(timeZone !== undefined && { timeZone }),
    };
    const isDisabled = edit.isDisabled ?? client.disabledAt !== null;
    const tokenGeneration = (client.settings.tokenGeneration ?? 0) + 1;
    if (isDisabled && client.disabledAt === null) settings = { ...settings, tokenGeneration };
    const disabledAt = isDisabled ? (client.disabledAt ?? clock.now()) : null;
    await updateClient(tx.query, clientId, { settings, disabledAt });
    await changes.publish(tx, 'client', clientId);
    await audit.append(tx, {
      actor: request.actor,
      agencyId,
      action: 'client.edited',
      outcome: 'success',
      subject: clientId,
      origin: request.origin,
      detail: { ...edit },
    });
    return { ...client, settings, disabledAt };
  });
}
