import type { Application } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import adminClasses from '../../admin/layout/admin.module.css';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';

/** The last refusals of the application's clients, each with the check that failed. */
export function RefusalPanel({ application: { id } }: { application: Application }) {
  const { ownApplications } = useSallyport();
  const refusals = useQuery({
    queryKey: ['own-refusals', id],
    queryFn: ({ signal }) => ownApplications.refusals(id, signal),
    refetchInterval: 30_000,
  });
  return (
    <section className={classes.panel} aria-labelledby="refusals-title">
      <h2 id="refusals-title">{translated('Recent refusals')}</h2>
      <Refused error={refusals.error} />
      {refusals.data?.refusals.length === 0 && <p className={classes.quiet}>{translated('No request was refused.')}</p>}
      {refusals.data !== undefined && refusals.data.refusals.length > 0 && (
        <table className={adminClasses.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Refusal')}</th>
              <th scope="col">{translated('Failed check')}</th>
              <th scope="col">{translated('Client')}</th>
              <th scope="col">{translated('When, from where')}</th>
            </tr>
          </thead>
          <tbody>
            {refusals.data.refusals.map((refusal) => (
              <tr key={`${refusal.request_id} ${refusal.at}`}>
                <th scope="row">
                  {refusal.code}
                  <span className={adminClasses.small}>{refusal.route}</span>
                </th>
                <td data-label={translated('Failed check')}>{refusal.check ?? refusal.code}</td>
                <td data-label={translated('Client')}>{refusal.client_id}</td>
                <td data-label={translated('When, from where')}>
                  <InstantAge instant={refusal.at} />
                  <span className={adminClasses.small}>
                    {refusal.source}
                    {translated(', request')} {refusal.request_id}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
