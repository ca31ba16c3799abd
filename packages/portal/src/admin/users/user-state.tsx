import type { User } from '@sallyport/contract';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

const STATUS_NAMES: Readonly<Record<User['status'], Text>> = {
  active: 'Active',
  invited: 'Invited, no password yet',
  disabled: 'Disabled',
};

/** Whether a person can sign in, and whether their sign-in is locked. */
export function UserState({ user }: { user: Pick<User, 'status' | 'is_locked'> }) {
  return (
    <span className={classes.state} data-state={user.status}>
      {translated(STATUS_NAMES[user.status])}
      {user.is_locked && <span className={classes.locked}>{translated('Locked')}</span>}
    </span>
  );
}
