import type { InstallationFindings } from '@sallyport/contract';
import { phraseText, translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './installation.module.css';

type Finding = InstallationFindings['findings'][number];

const ORDER = ['fault', 'warning', 'ok'] as const;
const TONES = { fault: 'failed', warning: 'waiting', ok: 'active' } as const;

const wordOf = (status: Finding['status']) =>
  ({ fault: translated('Fault'), warning: translated('Warning'), ok: translated('In order') })[status];

/** Faults first, then warnings, each with what to do; what is in order is behind a button. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const byGravity = findings.toSorted((left, right) => ORDER.indexOf(left.status) - ORDER.indexOf(right.status));
  const open = byGravity.filter(({ status }) => status !== 'ok');
  const inOrder = byGravity.filter(({ status }) => status === 'ok');
  return (
    <>
      {open.length === 0 ? <p>{translated('Nothing is wrong.')}</p> : <Table findings={open} />}
      <details className={classes.inOrder}>
        <summary>{translated('{count} checks are in order', { count: inOrder.length })}</summary>
        <Table findings={inOrder} />
      </details>
    </>
  );
}

function Table({ findings }: { findings: readonly Finding[] }) {
  const hasActions = findings.some(({ action }) => action !== null);
  return (
    <table className={adminClasses.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Check')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Found')}</th>
          {hasActions && <th scope="col">{translated('What to do')}</th>}
        </tr>
      </thead>
      <tbody>
        {findings.map(({ check, status, found, found_by: foundBy, action_by: actionBy }) => (
          <tr key={`${check} ${found}`} data-finding={status}>
            <th scope="row">
              <code>{check}</code>
            </th>
            <td data-label={translated('Status')}>
              <span className={adminClasses.state} data-state={TONES[status]}>
                {wordOf(status)}
              </span>
            </td>
            <td data-label={translated('Found')} className={classes.sentence}>
              {phraseText(foundBy)}
            </td>
            {hasActions && (
              <td data-label={translated('What to do')} className={classes.sentence}>
                {actionBy !== null && phraseText(actionBy)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
