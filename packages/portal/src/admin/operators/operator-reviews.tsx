import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AccountReviewTable } from '../account-reviews/account-review-table.tsx';

const KEY = ['operator-reviews'];

/** Which operators are due for their review, and the way to confirm each but oneself, where there is another one. */
export function OperatorReviews() {
  const { operators } = useSallyport();
  const queryClient = useQueryClient();
  const reviews = useQuery({ queryKey: KEY, queryFn: ({ signal }) => operators.reviews(signal) });
  const confirm = useMutation({
    mutationFn: (id: string) => operators.confirm(id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
  const { review_days: days = null, accounts = [] } = reviews.data ?? {};
  const isAlone = accounts.length === 1;
  return (
    <section aria-labelledby="operator-reviews-title">
      <h3 id="operator-reviews-title">{translated('Account reviews')}</h3>
      {reviews.data !== undefined && (
        <p>
          {days === null
            ? translated('The security policy asks for no review. Accounts can be confirmed all the same.')
            : translated('Each operator is confirmed within {count} days, by another one.', { count: days })}{' '}
          {isAlone && translated('You are the only operator: you confirm yourself, and the audit states that.')}
        </p>
      )}
      <Refused error={reviews.error ?? confirm.error} />
      {reviews.isPending && <Loading what={translated('the accounts')} />}
      {reviews.data !== undefined && (
        <AccountReviewTable
          accounts={accounts}
          isBusy={confirm.isPending}
          onConfirm={confirm.mutate}
          mayConfirmOwn={isAlone}
        />
      )}
    </section>
  );
}
