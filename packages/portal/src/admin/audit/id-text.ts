import type { AuditName } from '@sallyport/contract';
import type { Text } from '../../words/spanish/spanish.ts';
import { serverText, translated } from '../../words/translated.ts';

type Kind = AuditName['kind'];

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** As the hash of a key: nothing that anybody reads. */
const OPAQUE = /^[\w.-]{24,}$/;
const SHORT = 8;

/** By which words a thing is stated beside its name; people, clients and agencies go by their names alone. */
const WITH_NAME: Readonly<Partial<Record<Kind, Text>>> = {
  webhook: 'Webhook {name}',
  grant: 'Access of {name}',
  deeplink: 'Deeplink of {name}',
  role: 'Role {name}',
  identity_provider: 'Identity provider {name}',
  display: 'Display {name}',
  dispatch_position: 'Dispatch position {name}',
  cad_incident: 'CAD incident {name}',
  transfer: 'Transfer {name}',
  share: 'Share {name}',
  application: 'Application {name}',
};

/** What an action is done to, by the noun it begins with, for what has no name any more. */
const OF_ACTION: Readonly<Record<string, Text>> = {
  user: 'Person',
  session: 'Person',
  incident: 'Incident',
  call: 'Incident',
  alert: 'Incident',
  cad_incident: 'CAD incident',
  client: 'Client',
  token: 'Token',
  stream_token: 'Incident',
  grant: 'Access',
  webhook: 'Webhook',
  deeplink: 'Deeplink',
  role: 'Role',
  identity_provider: 'Identity provider',
  wall_board: 'Display',
  dispatch_position: 'Dispatch position',
  transfer: 'A transfer',
  share: 'A share',
  developer: 'Developer',
  application: 'Application',
  signing_keys: 'Signing key',
};

/** True for an id that states nothing to a person, and is shown by its end. */
export const isOpaque = (id: string): boolean => UUID.test(id) || OPAQUE.test(id);

const shortOf = (id: string) => `…${id.slice(-SHORT)}`;

/** An id by what it is called: an incident by its type and the end of its id, which two of one type differ by. */
export function namedText({ kind, id, name }: AuditName): string {
  if (kind === 'incident') return `${serverText(name)} ${shortOf(id)}`;
  const words = WITH_NAME[kind];
  return words === undefined ? name : translated(words, { name });
}

/** An id without a name: what it is, as far as the action states it, and its end; a word or a number as it is. */
export function namelessText(id: string, action: string): string {
  const [noun = ''] = action.split('.');
  const what = Object.hasOwn(OF_ACTION, noun) ? OF_ACTION[noun] : undefined;
  if (!isOpaque(id)) return /^\d+$/.test(id) && what !== undefined ? `${translated(what)} ${id}` : id;
  return what === undefined ? shortOf(id) : `${translated(what)} ${shortOf(id)}`;
}
