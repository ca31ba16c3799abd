import { Button } from '@mantine/core';
import type { AuditRecord } from '@sallyport/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';

/** Admin, Audit: what was done and refused at the agency, the newest first. */
export function AuditPage() {
  const sallyport = useSallyport();
  const agency = useAdminAgency();
  const audit = useInfiniteQuery({
    queryKey: ['audit', agency.agencyId],
    queryFn: ({ pageParam, signal }) => sallyport.audit.list(pageParam, agency.agencyId, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: agency.isReady,
  });
  const records = audit.data?.pages.flatMap((page) => page.records) ?? [];
  const since = audit.data?.pages.at(-1)?.complete_since ?? null;
  return (
    <section aria-labelledby="audit-title">
      <title>Audit · Sallyport</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="audit-title">Audit</h2>
          <p>Who did what, and what was refused. Records cannot be changed.</p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={audit.error} />
      {audit.isPending && <Loading what="audit records" />}
      {audit.data !== undefined && <AuditTable records={records} />}
      {audit.hasNextPage && (
        <p>
          {since !== null && (
            <>
              Shown back to <InstantAge instant={since} />.{' '}
            </>
          )}
          <Button variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            Show earlier records
          </Button>
        </p>
      )}
    </section>
  );
}

function AuditTable({ records }: { records: readonly AuditRecord[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">When</th>
          <th scope="col">By</th>
          <th scope="col">To</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={`${record.at} ${record.action} ${record.request_id} ${record.subject}`}>
            <th scope="row">
              {record.action}
              <span className={classes.small}>{record.outcome === 'refused' ? 'Refused' : 'Done'}</span>
            </th>
            <td data-label="When">
              <InstantAge instant={record.at} />
            </td>
            <td data-label="By">
              <span className={classes.small}>
                {record.actor_kind} {record.actor_id}
              </span>
            </td>
            <td data-label="To">
              <span className={classes.small}>{record.subject ?? '–'}</span>
            </td>
            <td data-label="From">{record.source ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
