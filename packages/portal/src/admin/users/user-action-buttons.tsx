import { Button } from '@mantine/core';
import type { User } from '@sallyport/contract';
import { useSession } from '../../current-session/session-context.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { UserActions } from './use-users.ts';

interface UserActionButtonsProps {
  user: User;
  /** Id of the element that names the user, so that a screen reader receives whom a button is about. */
  describedBy: string;
  actions: UserActions;
  onEdit: (user: User) => void;
  onPasswordLink: (id: string) => void;
}

/** The actions of one row. Nobody can disable themselves: the agency would be left without a way back. */
export function UserActionButtons({ user, describedBy, actions, onEdit, onPasswordLink }: UserActionButtonsProps) {
  const isSelf = useSession().user.id === user.id;
  const isDisabled = user.status === 'disabled';
  const common = { size: 'compact-sm', variant: 'subtle', 'aria-describedby': describedBy } as const;
  return (
    <div className={classes.actions}>
      <Button {...common} onClick={() => onEdit(user)}>
        {translated('Edit')}
      </Button>
      {!isSelf && (
        <Button {...common} onClick={() => actions.setDisabled.mutate({ id: user.id, is_disabled: !isDisabled })}>
          {isDisabled ? translated('Enable') : translated('Disable')}
        </Button>
      )}
      {user.is_locked && (
        <Button {...common} onClick={() => actions.releaseLock.mutate(user.id)}>
          {translated('Release lock')}
        </Button>
      )}
      <Button {...common} onClick={() => actions.endSessions.mutate(user.id)}>
        {translated('End sessions')}
      </Button>
      {!isSelf && (
        <Button {...common} onClick={() => actions.resetFactors.mutate(user.id)}>
          {translated('Reset factors')}
        </Button>
      )}
      <Button {...common} onClick={() => onPasswordLink(user.id)}>
        {translated('New password link')}
      </Button>
    </div>
  );
}
