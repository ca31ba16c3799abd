import type { AuditName } from '@sallyport/contract';
import { Link } from 'react-router';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { useSession } from '../../current-session/session-context.ts';
import { useMay } from '../../current-session/use-may.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './audit.module.css';
import { namedText, namelessText } from './id-text.ts';
import type { Names } from './use-audit.ts';
import type { Filter } from './use-audit-filter.ts';

interface IdShownProps {
  id: string;
  action: string;
  /** What the id is of where two things may have it. */
  kind?: AuditName['kind'];
  names: Names;
}

/** Whom or what an id is of, in words, and where it is to be seen, for who may. */
export function IdShown({ id, action, kind, names }: IdShownProps) {
  const may = useMay();
  const isOperator = useSession().agency === null;
  const found = names.find(id, kind);
  if (found === undefined) return namelessText(id, action);
  const text = namedText(found);
  const key = encodeURIComponent(id);
  if (found.kind === 'incident' && !isOperator && may('incidents:read')) {
    return <Link to={`/portal/incidents/${key}`}>{text}</Link>;
  }
  if (found.kind === 'webhook' && !isOperator && may('webhooks:manage')) {
    return <Link to={`/portal/admin/webhooks/${key}`}>{text}</Link>;
  }
  return text;
}

const FILTER_OF: Readonly<Partial<Record<AuditName['kind'], Filter>>> = {
  person: 'person_id',
  client: 'client_id',
  incident: 'incident_id',
};

/** The same, with the id as the record has it: to copy, and to find every record of it. */
export function IdFact({ onFilter, ...shown }: IdShownProps & { onFilter: (name: Filter, value: string) => void }) {
  const { id, kind, names } = shown;
  const found = names.find(id, kind);
  const filter = found && FILTER_OF[found.kind];
  return (
    <span className={classes.id}>
      <span className={classes.name}>
        <IdShown {...shown} />
      </span>
      <code>{id}</code>
      <CopyTextButton value={id} label={translated('Copy the id {id}', { id })} />
      {filter !== undefined && (
        <button
          type="button"
          className={adminClasses.asLink}
          onClick={() => onFilter(filter, id)}
          aria-label={translated('All records of it: {name}', { name: namedText(found as AuditName) })}
        >
          {translated('All records of it')}
        </button>
      )}
    </span>
  );
}
