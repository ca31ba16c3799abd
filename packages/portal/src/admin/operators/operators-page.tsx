import { useQuery } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { OperatorReviews } from './operator-reviews.tsx';
import { OperatorTable } from './operator-table.tsx';

/** Admin, Operators: for operators, who release each other's locks. */
export function OperatorsPage() {
  const sallyport = useSallyport();
  const operators = useQuery({
    queryKey: ['operators'],
    queryFn: ({ signal }) => sallyport.operators.list(signal),
    refetchInterval: 10_000,
  });
  return (
    <section aria-labelledby="operators-title">
      <title>{translated('Operators · Sallyport')}</title>
      <div className={classes.toolbar}>
        <h2 id="operators-title">{translated('Operators')}</h2>
      </div>
      <Refused error={operators.error} />
      {operators.isPending && <Loading what={translated('the operators')} />}
      {operators.data !== undefined && <OperatorTable operators={operators.data.users} />}
      <OperatorReviews />
    </section>
  );
}
