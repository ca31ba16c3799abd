import { Button } from '@mantine/core';
import type { AccountReview, User } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useSession } from '../../current-session/session-context.ts';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { useTimes } from '../../time/use-times.ts';
import { serverText, translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';

/** Admin, Account reviews: who is due, who confirmed whom last, and the way to confirm or disable each but one's own. */
export function AccountReviewsPage() {
  const agency = useAdminAgency();
  const { agencyId, isReady } = agency;
  const { users } = useSallyport();
  const queryClient = useQueryClient();
  const queryKey = ['account-reviews', agencyId];
  const reviews = useQuery({ queryKey, queryFn: ({ signal }) => users.reviews(agencyId, signal), enabled: isReady });
  const onSettled = () => queryClient.invalidateQueries({ queryKey });
  const confirm = useMutation({ mutationFn: (id: string) => users.confirm(id, agencyId), onSettled });
  const disable = useMutation({
    mutationFn: (id: string) => users.edit(id, { is_disabled: true }, agencyId),
    onSettled,
  });
  const [asked, setAsked] = useState<User | null>(null);
  const days = reviews.data?.review_days ?? null;
  return (
    <section aria-labelledby="account-reviews-title">
      <title>{`${translated('Account reviews')} · Sallyport`}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="account-reviews-title">{translated('Account reviews')}</h2>
          {reviews.data !== undefined && (
            <p>
              {days === null
                ? translated('The security policy asks for no review. Accounts can be confirmed all the same.')
                : translated('Each account is confirmed or disabled within {count} days, by somebody else.', {
                    count: days,
                  })}
            </p>
          )}
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={reviews.error ?? confirm.error ?? disable.error} />
      {reviews.isPending && <Loading what={translated('the accounts')} />}
      {reviews.data !== undefined && (
        <Accounts
          accounts={reviews.data.accounts}
          isBusy={confirm.isPending || disable.isPending}
          onConfirm={confirm.mutate}
          onDisable={setAsked}
        />
      )}
      {asked !== null && (
        <ConfirmDialog
          title={translated('Disable {name}', { name: `${asked.first_name} ${asked.last_name}` })}
          action={translated('Disable')}
          keep={translated('Keep it')}
          isPending={disable.isPending}
          onConfirm={() => disable.mutate(asked.id, { onSettled: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          <p>
            {translated(
              'Whoever signs in by {email} is signed out everywhere, and what acts for them stops. An administrator can enable the account again.',
              { email: asked.email },
            )}
          </p>
        </ConfirmDialog>
      )}
    </section>
  );
}

interface AccountsProps {
  accounts: readonly AccountReview[];
  isBusy: boolean;
  onConfirm: (id: string) => void;
  onDisable: (user: User) => void;
}

function Accounts({ accounts, isBusy, onConfirm, onDisable }: AccountsProps) {
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
              <div>{user.email}</div>
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
              {user.id === ownId ? (
                '–'
              ) : (
                <div className={`${classes.buttons} ${classes.fromStart}`}>
                  <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => onConfirm(user.id)}>
                    {translated('Confirm {name}', { name: user.first_name })}
                  </Button>
                  <Button variant="default" size="compact-sm" disabled={isBusy} onClick={() => onDisable(user)}>
                    {translated('Disable {name}', { name: user.first_name })}
                  </Button>
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
