import type { User } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import type { UserActions } from './use-users.ts';

/** What cuts a person off from what they are doing now. */
export type CutOff = 'disable' | 'end sessions' | 'reset factors';

interface CutOffDialogProps {
  user: User;
  cutOff: CutOff;
  actions: UserActions;
  onClose: () => void;
}

/** Asks before a person is cut off, and states what stops. */
export function CutOffDialog({ user, cutOff, actions, onClose }: CutOffDialogProps) {
  const { id, email } = user;
  const name = `${user.first_name} ${user.last_name}`;
  const done = { onSettled: onClose };
  const common = { keep: translated('Cancel'), onClose };
  switch (cutOff) {
    case 'disable':
      return (
        <ConfirmDialog
          {...common}
          title={translated('Disable {name}', { name })}
          action={translated('Disable')}
          isPending={actions.setDisabled.isPending}
          onConfirm={() => actions.setDisabled.mutate({ id, is_disabled: true }, done)}
        >
          <p>
            {translated(
              'Whoever signs in by {email} is signed out everywhere, and what acts for them stops. An administrator can enable the account again.',
              { email },
            )}
          </p>
          <OwnTokens />
        </ConfirmDialog>
      );
    case 'end sessions':
      return (
        <ConfirmDialog
          {...common}
          title={translated('End the sessions of {name}', { name })}
          action={translated('End sessions')}
          isPending={actions.endSessions.isPending}
          onConfirm={() => actions.endSessions.mutate(id, done)}
        >
          <p>
            {translated('{email} is signed out everywhere at once, and can sign in again. Open sessions: {count}.', {
              email,
              count: user.open_sessions,
            })}
          </p>
          <OwnTokens />
        </ConfirmDialog>
      );
    case 'reset factors':
      return (
        <ConfirmDialog
          {...common}
          title={translated('Reset the factors of {name}', { name })}
          action={translated('Reset factors')}
          isPending={actions.resetFactors.isPending}
          onConfirm={() => actions.resetFactors.mutate(id, done)}
        >
          <p>
            {translated(
              'The second factors and recovery codes of {email} are removed, and their sessions end. Where the security policy asks for a second factor, the next sign-in adds a new one.',
              { email },
            )}
          </p>
          <OwnTokens />
        </ConfirmDialog>
      );
  }
}

/** What does not come back by itself, whichever of these it is. */
function OwnTokens() {
  return (
    <p>
      {translated('Their personal tokens end, and the webhooks made by them: a program that uses one needs a new one.')}
    </p>
  );
}
