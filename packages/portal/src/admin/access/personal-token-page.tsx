import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { PersonalTokenForm } from './personal-token-form.tsx';
import { PersonalTokenShown } from './personal-token-shown.tsx';
import { grantsKey } from './use-grants.ts';

/** A token for a program of the admin's own: chosen, confirmed, shown once. Ended under Access, as every grant is. */
export function PersonalTokenPage() {
  const { personalTokens } = useSallyport();
  const queryClient = useQueryClient();
  const offer = useQuery({ queryKey: ['personal-token'], queryFn: ({ signal }) => personalTokens.offer(signal) });
  const issue = useMutation({
    mutationFn: (scopes: readonly string[]) => personalTokens.issue(scopes),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: grantsKey(null) }),
  });
  return (
    <section aria-labelledby="personal-token-title">
      <title>{translated('Personal token · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="personal-token-title">{translated('Personal token')}</h2>
          <p>{translated('For a program of your own that speaks Active911, without an application.')}</p>
        </div>
      </div>
      <Refused error={offer.error ?? issue.error} />
      {offer.isPending && <Loading what={translated('what a token may be for')} />}
      {issue.data !== undefined && <PersonalTokenShown issued={issue.data} onAnother={issue.reset} />}
      {issue.data === undefined && offer.data !== undefined && (
        <PersonalTokenForm offer={offer.data} isIssuing={issue.isPending} onConfirmed={issue.mutate} />
      )}
    </section>
  );
}
