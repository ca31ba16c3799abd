import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { GiveShareForm } from './give-share-form.tsx';
import { ShareList } from './share-list.tsx';
import { useShares } from './use-shares.ts';

/** Admin, Shares: which incidents other agencies see by a rule, and which of theirs this one sees; either side ends it. */
export function SharesPage() {
  const agency = useAdminAgency();
  const { agencyId } = agency;
  const { data, error, isPending } = useShares(agencyId, agency.isReady);
  const of = (wanted: 'given' | 'received') => (data?.shares ?? []).filter(({ direction }) => direction === wanted);
  return (
    <section aria-labelledby="shares-title">
      <title>{`${translated('Shares')} · Sallyport`}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="shares-title">{translated('Shares')}</h2>
          <p>
            {translated(
              'Another agency sees active incidents of a kind, a type or an area for a time, among its transfers and nowhere else. Either of you can end it.',
            )}
          </p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={error} />
      {isPending && <Loading what={translated('the shares')} />}
      {data !== undefined && (
        <>
          <h3>{translated('Given to other agencies')}</h3>
          <ShareList agencyId={agencyId} shares={of('given')} />
          <h3>{translated('Received from other agencies')}</h3>
          <ShareList agencyId={agencyId} shares={of('received')} />
          <h3>{translated('Share with another agency')}</h3>
          <GiveShareForm key={agencyId} agencyId={agencyId} agencies={data.agencies} />
        </>
      )}
    </section>
  );
}
