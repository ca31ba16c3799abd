import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Client } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import classes from './clients.module.css';
import type { ClientActions } from './use-clients.ts';

/** The zone of this client's clocks. The server knows the names; the browser suggests those it has. */
export function TimeZoneSetting({ client, actions }: { client: Client; actions: ClientActions }) {
  const form = useForm({ initialValues: { timeZone: client.time_zone ?? '' } });
  const listId = `zones-${client.id}`;
  const save = form.onSubmit(({ timeZone }) =>
    actions.edit.mutate({ id: client.id, request: { time_zone: timeZone.trim() || null } }),
  );
  return (
    <form className={classes.deeplinks} onSubmit={save}>
      <TextInput
        className={classes.field}
        label={translated('Time zone of its clocks')}
        description={translated('For times it sends without an offset; empty refuses them')}
        placeholder="America/New_York"
        maxLength={64}
        list={listId}
        {...form.getInputProps('timeZone')}
      />
      <datalist id={listId}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Button type="submit" size="compact-sm" variant="default" disabled={!form.isDirty()}>
        {translated('Save time zone')}
      </Button>
    </form>
  );
}
