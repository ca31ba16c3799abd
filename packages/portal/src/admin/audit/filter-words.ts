import type { AuditName } from '@sallyport/contract';
import type { Times } from '../../time/use-times.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import { actionText } from './action-words.ts';
import { namedText, namelessText } from './id-text.ts';
import type { Names } from './use-audit.ts';
import type { Filter } from './use-audit-filter.ts';

export const FILTER_WORDS: Readonly<Record<Filter, Text>> = {
  person_id: 'Person',
  client_id: 'Client',
  incident_id: 'Incident or alert',
  action: 'Action',
  outcome: 'Outcome',
  since: 'From',
  until: 'Before',
};

const KIND_OF: Readonly<Partial<Record<Filter, AuditName['kind']>>> = {
  person_id: 'person',
  client_id: 'client',
  incident_id: 'incident',
};

/** A filter as its chip states it. */
export function filterText(name: Filter, value: string, names: Names, { instantText }: Times): string {
  const isTime = (name === 'since' || name === 'until') && !Number.isNaN(Date.parse(value));
  if (isTime) return `${translated(FILTER_WORDS[name])} ${instantText(value)}`;
  if (name === 'action') return actionText(value);
  if (name === 'outcome') return value === 'refused' ? translated('Refused') : translated('Done');
  const found = names.find(value, KIND_OF[name]);
  const chosen = [...names.people, ...names.clients].find(({ id }) => id === value)?.name;
  const text = found === undefined ? (chosen ?? namelessText(value, '')) : namedText(found);
  return `${translated(FILTER_WORDS[name])}: ${text}`;
}
