import { Button, CloseButton, NativeSelect } from '@mantine/core';
import type { AuditName } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useSession } from '../../current-session/session-context.ts';
import { useMay } from '../../current-session/use-may.ts';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { useConfirmedLink } from '../../step-up/use-confirmed-link.ts';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './audit.module.css';
import { FilterForm } from './filter-form.tsx';
import { filterText } from './filter-words.ts';
import { RecordRow } from './record-row.tsx';
import { type Names, useAuditPage, useNames } from './use-audit.ts';
import { type AuditFilter, type Filter, useAuditFilter } from './use-audit-filter.ts';

const NONE: readonly AuditName[] = [];

/** Admin, Audit: who did what and what was refused, found by filters that the page's address keeps, and exported. */
export function AuditPage() {
  const confirm = useConfirmedLink();
  const sallyport = useSallyport();
  const isOperator = useSession().agency === null;
  const may = useMay();
  const filter = useAuditFilter();
  const agencyId = isOperator ? filter.agency : null;
  const query = { ...filter.query, agency_id: agencyId };
  const audit = useAuditPage(query, filter.cursor);
  const page = audit.data;
  const names = useNames(agencyId, !isOperator || agencyId !== null, page?.names ?? NONE);
  const onFilter = (name: Filter, value: string) => filter.change({ [name]: value });
  return (
    <section aria-labelledby="audit-title">
      <title>{translated('Audit · Sallyport')}</title>
      <div className={adminClasses.toolbar}>
        <div>
          <h2 id="audit-title">{translated('Audit')}</h2>
          <p>{translated('Who did what, and what was refused. Reading and exporting it is recorded, too.')}</p>
        </div>
        {isOperator && <AgencyOrAll filter={filter} />}
        {may('audit:export') && (
          <div className={classes.export}>
            <Button
              component="a"
              variant="default"
              href={sallyport.audit.exportPath(query, 'jsonl')}
              onClick={confirm}
              download
            >
              {translated('Export as JSON lines')}
            </Button>
            <Button
              component="a"
              variant="default"
              href={sallyport.audit.exportPath(query, 'csv')}
              onClick={confirm}
              download
            >
              {translated('Export as CSV')}
            </Button>
          </div>
        )}
      </div>
      <FilterForm names={names} onAdd={onFilter} />
      <Chips filter={filter} names={names} />
      <Refused error={audit.error} />
      {audit.isPending && <Loading what={translated('audit records')} />}
      {page?.records.length === 0 && <p>{translated('No record matches.')}</p>}
      {page !== undefined && page.records.length > 0 && (
        <table className={adminClasses.table} aria-busy={audit.isPlaceholderData}>
          <thead>
            <tr>
              <th scope="col">{translated('Action')}</th>
              <th scope="col">{translated('Outcome')}</th>
              <th scope="col">{translated('When')}</th>
              <th scope="col">{translated('Who')}</th>
              <th scope="col">{translated('To whom or what')}</th>
              <th scope="col">{translated('Address')}</th>
            </tr>
          </thead>
          <tbody>
            {page.records.map((record) => (
              <RecordRow key={`${record.chain} ${record.number}`} record={record} names={names} onFilter={onFilter} />
            ))}
          </tbody>
        </table>
      )}
      {page !== undefined && (
        <nav className={classes.pages} aria-label={translated('Pages of the audit')}>
          <PageButton filter={filter} cursor={page.newer_cursor} words={translated('Newer')} />
          <PageButton filter={filter} cursor={page.older_cursor} words={translated('Older')} />
        </nav>
      )}
    </section>
  );
}

function PageButton({ filter, cursor, words }: { filter: AuditFilter; cursor: string | null; words: string }) {
  return (
    <Button variant="default" disabled={cursor === null} onClick={() => filter.change({ cursor })}>
      {words}
    </Button>
  );
}

/** What is filtered by, each with a button that takes it away. */
function Chips({ filter, names }: { filter: AuditFilter; names: Names }) {
  const times = useTimes();
  if (filter.given.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={translated('Filters')}>
      {filter.given.map(({ name, value }) => {
        const text = filterText(name, value, names, times);
        return (
          <li key={name}>
            {text}
            <CloseButton
              size="sm"
              aria-label={translated('Remove the filter {text}', { text })}
              onClick={() => filter.change({ [name]: null })}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** An operator's choice: one agency, or all of the installation. */
function AgencyOrAll({ filter }: { filter: AuditFilter }) {
  const sallyport = useSallyport();
  const agencies = useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => sallyport.agencies.list(signal),
  });
  return (
    <NativeSelect
      label={translated('Agency')}
      value={filter.agency ?? ''}
      data={[
        { value: '', label: translated('All of the installation') },
        ...(agencies.data?.agencies ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) =>
        filter.change({ agency: event.currentTarget.value || null, person_id: null, client_id: null })
      }
    />
  );
}
