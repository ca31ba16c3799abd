import type { User } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { AccountReviewTable } from './account-review-table.tsx';

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
        <AccountReviewTable
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
