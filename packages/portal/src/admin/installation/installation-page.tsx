import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import { FindingList } from './finding-list.tsx';
import classes from './installation.module.css';
import { InstallationNumbers } from './installation-numbers.tsx';
import { KeyTable } from './key-table.tsx';
import { LateWebhooks } from './late-webhooks.tsx';
import { ServerTable } from './server-table.tsx';
import { StoragePanel } from './storage-panel.tsx';

const ENGINES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

/** Admin, Installation: what an operator looks at first. */
export function InstallationPage() {
  const sallyport = useSallyport();
  const figures = useQuery({
    queryKey: ['installation'],
    queryFn: ({ signal }) => sallyport.installation.read(signal),
    refetchInterval: 15_000,
  });
  const findings = useQuery({
    queryKey: ['installation-findings'],
    queryFn: ({ signal }) => sallyport.installation.findings(signal),
    refetchInterval: 120_000,
  });
  const { data } = figures;
  return (
    <section aria-labelledby="installation-title">
      <title>{translated('Installation · Sallyport')}</title>
      <div className={adminClasses.toolbar}>
        <div>
          <h2 id="installation-title">{translated('Installation')}</h2>
          {data !== undefined && (
            <p>
              {translated('Version {version} on {engine}, schema {schema}', {
                version: data.version,
                engine: ENGINES[data.engine],
                schema: data.schema,
              })}
            </p>
          )}
        </div>
      </div>
      <section className={classes.part} aria-labelledby="findings-title">
        <div className={adminClasses.toolbar}>
          <div>
            <h3 id="findings-title">{translated('What was found')}</h3>
            {findings.data !== undefined && (
              <p>
                {translated('Looked at')} <InstantAge instant={findings.data.examined_at} />
              </p>
            )}
          </div>
          <Button variant="default" loading={findings.isFetching} onClick={() => findings.refetch()}>
            {translated('Look again')}
          </Button>
        </div>
        <Refused error={findings.error} />
        {findings.isPending && <Loading what={translated('the findings')} />}
        {findings.data !== undefined && <FindingList findings={findings.data.findings} />}
      </section>
      <Refused error={figures.error} />
      {figures.isPending && <Loading what={translated('the figures')} />}
      {data !== undefined && (
        <>
          <InstallationNumbers figures={data} />
          <ServerTable figures={data} />
          <LateWebhooks webhooks={data.webhooks} />
          <StoragePanel figures={data} />
          <KeyTable keys={data.signing_keys} />
        </>
      )}
    </section>
  );
}
