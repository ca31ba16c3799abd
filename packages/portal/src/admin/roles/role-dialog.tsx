import { Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type AgencyRole, RIGHT_GROUPS } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { RoleActions } from './use-roles.ts';

interface RoleDialogProps {
  /** Null for a new one. */
  readonly role: AgencyRole | null;
  readonly actions: RoleActions;
  readonly onClose: () => void;
}

/** Everybody who has a role may sign in, so nobody is asked for it. */
const ALWAYS = 'session:own';

/** What an own role is called and what it allows; an existing one can be removed here. */
export function RoleDialog({ role, actions, onClose }: RoleDialogProps) {
  const form = useForm({
    initialValues: { title: role?.title ?? '', rights: [...(role?.rights ?? [ALWAYS])] },
    validate: { title: (value) => (value.trim() === '' ? translated('Enter a title') : null) },
  });
  const close = () => {
    for (const action of Object.values(actions)) action.reset();
    onClose();
  };
  const save = (request: typeof form.values) =>
    role === null
      ? actions.add.mutate(request, { onSuccess: close })
      : actions.edit.mutate({ id: role.id, request }, { onSuccess: close });
  return (
    <Dialog onClose={close} title={role === null ? translated('Add role') : translated('Edit role')}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit(save)}>
        <Refused error={actions.add.error ?? actions.edit.error ?? actions.remove.error} />
        <TextInput label={translated('Title')} maxLength={60} data-autofocus {...form.getInputProps('title')} />
        <Checkbox.Group {...form.getInputProps('rights')}>
          {Object.entries(RIGHT_GROUPS).map(([group, rights]) => (
            <fieldset key={group}>
              <legend>{serverText(group)}</legend>
              {Object.entries(rights)
                .filter(([right]) => right !== ALWAYS)
                .map(([right, label]) => (
                  <Checkbox key={right} value={right} label={serverText(label)} />
                ))}
            </fieldset>
          ))}
        </Checkbox.Group>
        {role !== null && role.people > 0 && (
          <p>{translated('Whoever has this role is signed out when a right is taken from it.')}</p>
        )}
        <DialogButtons isPending={actions.add.isPending || actions.edit.isPending} onClose={close}>
          {role !== null && (
            <Button
              variant="default"
              color="red"
              loading={actions.remove.isPending}
              onClick={() => actions.remove.mutate(role.id, { onSuccess: close })}
            >
              {translated('Remove role')}
            </Button>
          )}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
