import type { AgencyRole } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { translated } from '../../words/translated.ts';
import { PasswordLinkPanel } from './password-link-panel.tsx';
import type { UserActions } from './use-users.ts';
import { UserForm } from './user-form.tsx';

interface AddUserDialogProps {
  roles: readonly AgencyRole[];
  actions: UserActions;
  onClose: () => void;
}

/** The Add User form; once saved, the new person's one-time link in its place. */
export function AddUserDialog({ roles, actions, onClose }: AddUserDialogProps) {
  const { data, error, isPending, mutate } = actions.add;
  const close = () => {
    actions.add.reset();
    onClose();
  };
  return (
    <Dialog onClose={close} title={data === undefined ? translated('Add User') : translated('User added')}>
      {data === undefined ? (
        <UserForm
          roles={roles}
          initial={{ first_name: '', last_name: '', email: '', role: 'agent' }}
          error={error}
          isSaving={isPending}
          onSave={(values) => mutate(values)}
          onCancel={close}
        />
      ) : (
        <PasswordLinkPanel linked={data} onDone={close} />
      )}
    </Dialog>
  );
}
