import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { useSetPositionLink } from './use-addresses.ts';

/** Where dispatchers open a position in another program. */
export function LinkForm({ agencyId, link }: { agencyId: string | null; link: string | null }) {
  const form = useForm({ initialValues: { link: link ?? '' } });
  const save = useSetPositionLink(agencyId);
  const submit = form.onSubmit((values) => save.mutate(values.link.trim() === '' ? null : values.link));
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={translated('Open positions in')}
        description={translated(
          'A link beside every position. {latitude} and {longitude} stand where the coordinates go, {mgrs} where USNG does; empty for no link.',
        )}
        placeholder="https://cad.example/{latitude},{longitude}"
        maxLength={500}
        {...form.getInputProps('link')}
      />
      <Refused error={save.error} />
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>
          {translated('Save link')}
        </Button>
      </div>
    </form>
  );
}
