import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fromLocalInput } from '../../time/local-input.ts';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import { ACTIONS } from './action-words.ts';
import classes from './audit.module.css';
import { FILTER_WORDS } from './filter-words.ts';
import type { Names } from './use-audit.ts';
import { FILTERS, type Filter } from './use-audit-filter.ts';

const outcomes = () => [
  { value: 'success', label: translated('Done') },
  { value: 'refused', label: translated('Refused') },
];
const actions = () =>
  Object.entries(ACTIONS)
    .map(([value, label]) => ({ value, label: translated(label) }))
    .sort((left, right) => left.label.localeCompare(right.label));

/** One more filter: what by, and of what value. */
export function FilterForm({ names, onAdd }: { names: Names; onAdd: (name: Filter, value: string) => void }) {
  const { timeZone } = useTimes();
  const form = useForm<{ filter: Filter; value: string }>({ initialValues: { filter: 'person_id', value: '' } });
  const { filter, value } = form.values;
  const choices = choicesOf(filter, names);
  const isTime = filter === 'since' || filter === 'until';
  const chosen = choices !== null && value === '' ? (choices[0]?.value ?? '') : value.trim();

  const add = form.onSubmit(() => {
    const instant = isTime ? fromLocalInput(chosen, timeZone) : 0;
    if (chosen === '' || Number.isNaN(instant)) return;
    onAdd(filter, isTime ? new Date(instant).toISOString() : chosen);
    form.setFieldValue('value', '');
  });

  return (
    <form className={classes.filter} onSubmit={add}>
      <NativeSelect
        label={translated('Filter by')}
        value={filter}
        data={FILTERS.map((name) => ({ value: name, label: translated(FILTER_WORDS[name]) }))}
        onChange={(event) => form.setValues({ filter: event.currentTarget.value as Filter, value: '' })}
      />
      {choices === null ? (
        <TextInput
          label={translated(FILTER_WORDS[filter])}
          type={isTime ? 'datetime-local' : 'text'}
          {...(isTime ? { step: 1 } : { placeholder: 'Id', maxLength: 200 })}
          required
          withAsterisk={false}
          {...form.getInputProps('value')}
        />
      ) : (
        <NativeSelect
          label={translated(FILTER_WORDS[filter])}
          value={chosen}
          data={choices}
          onChange={(event) => form.setFieldValue('value', event.currentTarget.value)}
        />
      )}
      <Button type="submit" variant="default">
        {translated('Add filter')}
      </Button>
    </form>
  );
}

/** What can be chosen; null where it is typed. */
function choicesOf(filter: Filter, { people, clients }: Names) {
  const named = (list: Names['people']) => list.map(({ id, name }) => ({ value: id, label: name }));
  if (filter === 'action') return actions();
  if (filter === 'outcome') return outcomes();
  if (filter === 'person_id' && people.length > 0) return named(people);
  if (filter === 'client_id' && clients.length > 0) return named(clients);
  return null;
}
