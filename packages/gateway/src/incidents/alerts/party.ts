import type { Actor } from '../../audit/types.ts';
import type { Incident } from '../types.ts';

/** Whose alerts a reader may know: a center's own, or those one client sent, to whatever center. */
export type AlertOwner =
  | { readonly side: 'psap'; readonly agencyId: string }
  | { readonly side: 'central_station'; readonly clientId: string; readonly name: string };

/** Who does something about an alert. */
export interface AlertParty {
  readonly owner: AlertOwner;
  /** The person's or the program's name, and its id, as the other side reads them. */
  readonly sender: string;
  readonly senderId: string;
  readonly actor: Actor;
}

/** Who changed an alert, as its event keeps it. `system` is the server, when a deadline passes. */
export interface AlertAuthor {
  readonly side: 'psap' | 'central_station' | 'system';
  readonly entityId: string;
  readonly entityName: string;
  readonly sender: string;
  readonly senderId: string;
}

export const SYSTEM_AUTHOR: AlertAuthor = {
  side: 'system',
  entityId: 'sallyport',
  entityName: 'Sallyport',
  sender: 'Sallyport',
  senderId: 'sallyport',
};

/** The agency whose alerts alone the owner knows; null of a sender, whose alerts are at several. */
export function agencyOf(owner: AlertOwner): string | null {
  return owner.side === 'psap' ? owner.agencyId : null;
}

/** The party as the author of an event about that alert. */
export function authorOf({ owner, sender, senderId }: AlertParty, incident: Incident): AlertAuthor {
  return owner.side === 'psap'
    ? { side: 'psap', entityId: owner.agencyId, entityName: incident.alert?.agencyName ?? '', sender, senderId }
    : { side: 'central_station', entityId: owner.clientId, entityName: owner.name, sender, senderId };
}
