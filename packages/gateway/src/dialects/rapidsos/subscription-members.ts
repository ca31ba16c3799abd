import { refuse } from '../../kernel/errors.ts';

/** What is there for people to read, or what an answer of ours had, sent back. */
const DESCRIBES = new Set([
  ...['name', 'title', 'label', 'description', 'note', 'notes', 'comment', 'tags', 'metadata'],
  ...['id', 'createdtime', 'updatedtime', 'createdat', 'updatedat'],
]);
/** What states that events are to be sent, as they are. */
const ASKS_FOR_EVENTS: Readonly<Record<string, readonly unknown[]>> = {
  active: [true],
  enabled: [true],
  isactive: [true],
  isenabled: [true],
  disabled: [false],
  paused: [false],
  status: ['active', 'enabled'],
};
const NAMES = ['name', 'title', 'label', 'description'];
const LONGEST_NAME = 100;

const comparable = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const isSaid = (value: unknown) => value !== null && value !== undefined && value !== '';

function changesNothing(name: string, value: unknown): boolean {
  const own = comparable(name);
  if (!isSaid(value) || DESCRIBES.has(own)) return true;
  const stated = typeof value === 'string' ? value.toLowerCase() : value;
  return ASKS_FOR_EVENTS[own]?.includes(stated) === true;
}

/**
 * Refuses (`invalid_request`), by its name, a member of a subscription that asks for another delivery than there would be: a
 * secret of the sender's, headers, a filter, a pause. Dropped, it would leave a receiver that turns every event away.
 */
export function refuseOtherDelivery(body: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(body)) {
    if (known.includes(name) || changesNothing(name, value)) continue;
    const why =
      comparable(name) === 'secret'
        ? 'a secret is made here and returned when a subscription is made'
        : `a subscription has ${known.map((own) => `\`${own}\``).join(' and ')}, and events would be sent as if it were not there`;
    throw refuse.invalidRequest({ description: `\`${name}\` must be left out: ${why}` });
  }
}

/** What the sender calls its subscription, for the list in the portal; nothing where it states no such text. */
export function nameStated(body: object): string | undefined {
  const texts = NAMES.map((name) => (body as Record<string, unknown>)[name]);
  // One of invisible characters alone would be a row without a name.
  const text = texts.find((each) => typeof each === 'string' && /[\p{L}\p{N}]/u.test(each));
  return text === undefined ? undefined : [...(text as string).trim()].slice(0, LONGEST_NAME).join('');
}
