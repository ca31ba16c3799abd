import type { AgencyRole, User } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { translated } from '../../words/translated.ts';
import type { UserActions } from './use-users.ts';
import { UserForm } from './user-form.tsx';

interface EditUserDialogProps {
  user: User;
  roles: readonly AgencyRole[];
  actions: UserActions;
  onClose: () => void;
}

/** Changes a user's name, e-mail and role, and states what another role ends before it is saved. */
export function EditUserDialog({ user, roles, actions, onClose }: EditUserDialogProps) {
  const close = () => {
    actions.edit.reset();
    onClose();
  };
  return (
    <Dialog onClose={close} title={translated('Edit user')}>
      <UserForm
        roles={roles}
        initial={{
          first_name: user.first_name,
          last_name: user.last_name,
          email: user.email,
          role: user.role,
        }}
        roleChange={translated(
          'With another role, {email} is signed out everywhere, and what acts for them stops. They can sign in again at once.',
          { email: user.email },
        )}
        error={actions.edit.error}
        isSaving={actions.edit.isPending}
        onSave={(request) => actions.edit.mutate({ id: user.id, request }, { onSuccess: close })}
        onCancel={close}
      />
    </Dialog>
  );
}
