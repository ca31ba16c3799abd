import type { User } from '@sallyport/contract';
import classes from '../layout/admin.module.css';

const STATUS_NAMES: Readonly<Record<User['status'], string>> = {
  active: 'Active',
  invited: 'Invited, no password yet',
  disabled: 'Disabled',
};

/** Whether a person can sign in, and whether their sign-in is locked. */
export function UserState({ user }: { user: Pick<User, 'status' | 'is_locked'> }) {
  return (
    <span className={classes.state} data-state={user.status}>
      {STATUS_NAMES[user.status]}
      {user.is_locked && <span className={classes.locked}>Locked</span>}
    </span>
  );
}
