import type { Actor } from '../../audit/types.ts';
import type { Incident } from './types.ts';

/** Whose alerts a reader may know: a center's own, or those one client sent, to whatever center. */
export type AlertOwner =
  | { readonly side: 'psap'; readonly agencyId: string }
  | { readonly side: 'central_station'; readonly clientId: string; readonly name: string };

/** Who does something about an alert. */
export interface AlertParty {
  readonly owner: AlertOwner;
  /** The person's or the program's name, and its id, as they are known here and as the other side reads them. */
  readonly sender: string;
  readonly senderId: string;
  /** What it called itself, where that is something else. It is shown beside the name, and never in its place. */
  readonly claimed?: ClaimedName;
  readonly actor: Actor;
}

/** A name and an id that nothing proves. */
export interface ClaimedName {
  readonly claimedSender?: string;
  readonly claimedSenderId?: string;
}

/** Who changed an alert, as its event keeps it. `system` is the server, when a deadline passes. */
export interface AlertAuthor extends ClaimedName {
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
export function authorOf({ owner, sender, senderId, claimed = {} }: AlertParty, incident: Incident): AlertAuthor {
  const known = { sender, senderId, ...claimed };
  return owner.side === 'psap'
    ? { side: 'psap', entityId: owner.agencyId, entityName: incident.alert?.agencyName ?? '', ...known }
    : { side: 'central_station', entityId: owner.clientId, entityName: owner.name, ...known };
}

/** What a sender calls itself beside the name it is known by; nothing where that is the same or was not stated. */
export function claimedName(
  known: Pick<AlertParty, 'sender' | 'senderId'>,
  given: { sender: string | undefined; senderId: string | undefined },
): ClaimedName {
  const { sender = '', senderId = '' } = given;
  return {
    ...(sender !== '' && sender !== known.sender && { claimedSender: sender }),
    ...(senderId !== '' && senderId !== known.senderId && { claimedSenderId: senderId }),
  };
}
