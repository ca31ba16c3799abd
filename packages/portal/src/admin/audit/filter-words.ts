import type { Times } from '../../time/use-times.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import { actionText } from './action-words.ts';
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

/** A filter as its chip states it. */
export function filterText(name: Filter, value: string, names: Names, { instantText }: Times): string {
  const isTime = (name === 'since' || name === 'until') && !Number.isNaN(Date.parse(value));
  if (isTime) return `${translated(FILTER_WORDS[name])} ${instantText(value)}`;
  if (name === 'action') return actionText(value);
  if (name === 'outcome') return value === 'refused' ? translated('Refused') : translated('Done');
  return `${translated(FILTER_WORDS[name])}: ${names.nameOf(value) ?? value}`;
}
