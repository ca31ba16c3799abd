import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { AreaFields } from '../../area/area-fields.tsx';
import { useAreaChoice } from '../../area/use-area-choice.ts';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { useAddBoard } from './use-boards.ts';

const KINDS = [
  { value: '', label: 'Everything' },
  { value: 'alert', label: 'Alerts' },
  { value: 'call', label: 'Calls' },
  { value: 'cad', label: 'CAD incidents' },
] as const;

/** Makes a display, and shows its link once. */
export function AddBoardForm({ agencyId }: { agencyId: string | null }) {
  const form = useForm({ initialValues: { name: '', kind: '', hidesTests: true } });
  const choice = useAreaChoice();
  const add = useAddBoard(agencyId);
  const onSuccess = () => {
    form.reset();
    choice.reset();
  };
  const submit = form.onSubmit(({ name, kind, hidesTests }) => {
    if (!choice.isGood()) return;
    const filter = {
      ...(kind !== '' && { kind: kind as 'alert' | 'call' | 'cad' }),
      ...(choice.area !== null && { area: choice.area }),
      hides_tests: hidesTests,
    };
    add.mutate({ name, filter }, { onSuccess });
  });
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput label={translated('Name of the display')} required maxLength={60} {...form.getInputProps('name')} />
      <NativeSelect
        label={translated('It shows')}
        data={KINDS.map(({ value, label }) => ({ value, label: translated(label) }))}
        {...form.getInputProps('kind')}
      />
      <AreaFields choice={choice} agencyId={agencyId} boundaryText={translated('Within our boundary')} />
      <Checkbox label={translated('Leave tests out')} {...form.getInputProps('hidesTests', { type: 'checkbox' })} />
      <Refused error={add.error} />
      {add.data !== undefined && (
        <div role="status">
          <p>{translated('Open this link at the display now; it is not shown again.')}</p>
          <p>
            <code data-testid="board-link">{add.data.url}</code>{' '}
            <CopyTextButton value={add.data.url} label={translated('Copy the link of the display')} />
          </p>
        </div>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={add.isPending}>
          {translated('Make a display')}
        </Button>
      </div>
    </form>
  );
}
