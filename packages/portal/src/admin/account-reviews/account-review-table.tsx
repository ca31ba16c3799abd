import { Button } from '@mantine/core';
import type { AccountReview, User } from '@sallyport/contract';
import { useSession } from '../../current-session/session-context.ts';
import { useTimes } from '../../time/use-times.ts';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

interface AccountReviewTableProps {
  accounts: readonly AccountReview[];
  isBusy: boolean;
  onConfirm: (id: string) => void;
  /** Missing where accounts are not disabled. */
  onDisable?: (user: User) => void;
  /** True where there is nobody else who could. */
  mayConfirmOwn?: boolean;
}

/** Accounts with their last and next review, and the way to confirm or disable each but one's own. */
export function AccountReviewTable({
  accounts,
  isBusy,
  onConfirm,
  onDisable,
  mayConfirmOwn = false,
}: AccountReviewTableProps) {
  const { instantText } = useTimes();
  const ownId = useSession().user.id;
  const label = {
    role: translated('Role'),
    signedIn: translated('Signed in last'),
    confirmed: translated('Confirmed last'),
    due: translated('Due'),
    actions: translated('Actions'),
  };
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Person')}</th>
          <th scope="col">{label.role}</th>
          <th scope="col">{label.signedIn}</th>
          <th scope="col">{label.confirmed}</th>
          <th scope="col">{label.due}</th>
          <th scope="col">{label.actions}</th>
        </tr>
      </thead>
      <tbody>
        {accounts.map(({ user, reviewed_at, reviewed_by, due_at, is_due }) => (
          <tr key={user.id}>
            <th scope="row">
              {user.first_name} {user.last_name}
              <span className={classes.small}>{user.email}</span>
            </th>
            <td data-label={label.role}>{serverText(user.role_title)}</td>
            <td data-label={label.signedIn}>
              {user.last_signed_in_at === null ? translated('Never') : instantText(user.last_signed_in_at)}
            </td>
            <td data-label={label.confirmed}>
              {reviewed_at === null
                ? translated('Never')
                : `${instantText(reviewed_at)}, ${translated('by {name}', { name: reviewed_by ?? '' })}`}
            </td>
            <td data-label={label.due}>
              {is_due ? <strong>{translated('Overdue')}</strong> : due_at === null ? '–' : instantText(due_at)}
            </td>
            <td data-label={label.actions}>
              {user.id === ownId && !mayConfirmOwn ? (
                '–'
              ) : (
                <div className={`${classes.buttons} ${classes.fromStart}`}>
                  <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => onConfirm(user.id)}>
                    {translated('Confirm {name}', { name: user.first_name })}
                  </Button>
                  {onDisable !== undefined && (
                    <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => onDisable(user)}>
                      {translated('Disable {name}', { name: user.first_name })}
                    </Button>
                  )}
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
