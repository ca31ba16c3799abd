import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { OutboxTable } from './outbox-table.tsx';

/** Admin, Mail: for operators, who see what waits and why, and send again what was given up. */
export function OutboxPage() {
  const sallyport = useSallyport();
  const outbox = useQuery({
    queryKey: ['outbox'],
    queryFn: ({ signal }) => sallyport.outbox.list(signal),
    refetchInterval: 10_000,
  });
  return (
    <section aria-labelledby="outbox-title">
      <title>{translated('Mail · Sallyport')}</title>
      <div className={classes.toolbar}>
        <h2 id="outbox-title">{translated('Mail')}</h2>
      </div>
      <Refused error={outbox.error} />
      {outbox.isPending && <Loading what={translated('the mail')} />}
      {outbox.data?.mails.length === 0 && <p>{translated('No mail has been made in the last 30 days.')}</p>}
      {outbox.data !== undefined && outbox.data.mails.length > 0 && <OutboxTable mails={outbox.data.mails} />}
    </section>
  );
}
