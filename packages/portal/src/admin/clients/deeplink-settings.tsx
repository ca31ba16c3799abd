import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Client, DeeplinkView } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import classes from './clients.module.css';
import { isOrigin, readOrigins } from './origins.ts';
import type { ClientActions } from './use-clients.ts';

const VIEWS = [
  { value: 'full', label: 'Map and cards' },
  { value: 'cards', label: 'Cards alone' },
] as const;

/** How this client's deeplinks open, and which sites may show them in a frame. */
export function DeeplinkSettings({ client, actions }: { client: Client; actions: ClientActions }) {
  const form = useForm<{ view: DeeplinkView; origins: string }>({
    initialValues: { view: client.deeplink_view, origins: client.embedding_origins.join('\n') },
    validate: {
      origins: (text) => {
        const wrong = readOrigins(text).find((origin) => !isOrigin(origin));
        return wrong === undefined
          ? null
          : translated('{wrong} is not an origin such as https://cad.example.gov', { wrong });
      },
    },
  });
  const save = form.onSubmit(({ view, origins }) =>
    actions.edit.mutate({
      id: client.id,
      request: { deeplink_view: view, embedding_origins: readOrigins(origins) },
    }),
  );
  return (
    <form className={classes.deeplinks} onSubmit={save}>
      <NativeSelect
        className={classes.field}
        label={translated('Deeplinks open with')}
        data={VIEWS.map(({ value, label }) => ({ value, label: translated(label) }))}
        {...form.getInputProps('view')}
      />
      <Textarea
        className={classes.field}
        label={translated('Sites that may embed deeplinks')}
        description={translated('One origin a line; none means nowhere')}
        rows={2}
        {...form.getInputProps('origins')}
      />
      <Button type="submit" size="compact-sm" variant="default" disabled={!form.isDirty()}>
        {translated('Save deeplink settings')}
      </Button>
    </form>
  );
}
