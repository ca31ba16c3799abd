import type { User } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import type { UserActions } from './use-users.ts';
import { UserForm } from './user-form.tsx';

interface EditUserDialogProps {
  user: User;
  actions: UserActions;
  onClose: () => void;
}

/** Changes a user's name, e-mail and role. */
export function EditUserDialog({ user, actions, onClose }: EditUserDialogProps) {
  const close = () => {
    actions.edit.reset();
    onClose();
  };
  return (
    <Dialog onClose={close} title="Edit user">
      <UserForm
        initial={{
          first_name: user.first_name,
          last_name: user.last_name,
          email: user.email,
          role: user.role === 'admin' ? 'admin' : 'agent',
        }}
        error={actions.edit.error}
        isSaving={actions.edit.isPending}
        onSave={(request) => actions.edit.mutate({ id: user.id, request }, { onSuccess: close })}
        onCancel={close}
      />
    </Dialog>
  );
}
