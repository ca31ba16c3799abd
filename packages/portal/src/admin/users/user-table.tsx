import type { User } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import type { UserActions } from './use-users.ts';
import { UserActionButtons } from './user-action-buttons.tsx';
import { UserState } from './user-state.tsx';

interface UserTableProps {
  users: readonly User[];
  actions: UserActions;
  onEdit: (user: User) => void;
  onPasswordLink: (id: string) => void;
}

/** An agency's users, each row with what may be done. */
export function UserTable({ users, ...rowProps }: UserTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Name')}</th>
          <th scope="col">{translated('Role')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Last sign-in')}</th>
          <th scope="col">{translated('Open sessions')}</th>
          <th scope="col">{translated('Actions')}</th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} {...rowProps} />
        ))}
      </tbody>
    </table>
  );
}

function UserRow({ user, actions, onEdit, onPasswordLink }: { user: User } & Omit<UserTableProps, 'users'>) {
  const nameId = `user-${user.id}`;
  return (
    <tr>
      <th scope="row" id={nameId}>
        {user.first_name} {user.last_name}
        <span className={classes.small}>{user.email}</span>
      </th>
      <td data-label={translated('Role')}>{serverText(user.role_title)}</td>
      <td data-label={translated('Status')}>
        <UserState user={user} />
      </td>
      <td data-label={translated('Last sign-in')}>
        {user.last_signed_in_at === null ? translated('Never') : <InstantAge instant={user.last_signed_in_at} />}
      </td>
      <td data-label={translated('Open sessions')}>{user.open_sessions}</td>
      <td>
        <UserActionButtons
          user={user}
          describedBy={nameId}
          actions={actions}
          onEdit={onEdit}
          onPasswordLink={onPasswordLink}
        />
      </td>
    </tr>
  );
}
