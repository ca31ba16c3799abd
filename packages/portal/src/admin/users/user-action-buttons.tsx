import { Button } from '@mantine/core';
import type { User } from '@sallyport/contract';
import { useState } from 'react';
import { useSession } from '../../current-session/session-context.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { type CutOff, CutOffDialog } from './cut-off-dialog.tsx';
import type { UserActions } from './use-users.ts';

interface UserActionButtonsProps {
  user: User;
  /** Id of the element that names the user, so that a screen reader receives whom a button is about. */
  describedBy: string;
  actions: UserActions;
  onEdit: (user: User) => void;
  onPasswordLink: (id: string) => void;
}

/** The actions of one row; those that cut a person off ask first. Nobody can disable themselves: the agency would be left without a way back. */
export function UserActionButtons({ user, describedBy, actions, onEdit, onPasswordLink }: UserActionButtonsProps) {
  const [asked, setAsked] = useState<CutOff | null>(null);
  const isSelf = useSession().user.id === user.id;
  const isDisabled = user.status === 'disabled';
  const common = { size: 'compact-sm', variant: 'subtle', 'aria-describedby': describedBy } as const;
  return (
    <div className={classes.actions}>
      <Button {...common} onClick={() => onEdit(user)}>
        {translated('Edit')}
      </Button>
      {!isSelf && (
        <Button
          {...common}
          onClick={() =>
            isDisabled ? actions.setDisabled.mutate({ id: user.id, is_disabled: false }) : setAsked('disable')
          }
        >
          {isDisabled ? translated('Enable') : translated('Disable')}
        </Button>
      )}
      {user.is_locked && (
        <Button {...common} onClick={() => actions.releaseLock.mutate(user.id)}>
          {translated('Release lock')}
        </Button>
      )}
      <Button {...common} onClick={() => setAsked('end sessions')}>
        {translated('End sessions')}
      </Button>
      {!isSelf && (
        <Button {...common} onClick={() => setAsked('reset factors')}>
          {translated('Reset factors')}
        </Button>
      )}
      <Button {...common} onClick={() => onPasswordLink(user.id)}>
        {translated('New password link')}
      </Button>
      {asked !== null && <CutOffDialog user={user} cutOff={asked} actions={actions} onClose={() => setAsked(null)} />}
    </div>
  );
}
