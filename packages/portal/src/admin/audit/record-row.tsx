import type { AuditRecord } from '@sallyport/contract';
import { useId, useState } from 'react';
import { useTimes } from '../../time/use-times.ts';
import adminClasses from '../layout/admin.module.css';
import { actionText } from './action-words.ts';
import classes from './audit.module.css';
import type { Names } from './use-audit.ts';

const KINDS: Readonly<Record<AuditRecord['actor_kind'], string>> = {
  user: 'Person',
  client: 'Client',
  developer: 'Developer',
  anonymous: 'Somebody who proved nothing',
  system: 'Sallyport itself',
  console: "The server's command line",
};

/** One record in a line; opened, everything that it states. */
export function RecordRow({ record, names }: { record: AuditRecord; names: Names }) {
  const { instantText } = useTimes();
  const [isOpen, setIsOpen] = useState(false);
  const factsId = useId();
  const { action, outcome, at, actor_kind, actor_id, subject, source } = record;
  const isIdless = actor_kind === 'anonymous' || actor_kind === 'system' || actor_id === '';
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={adminClasses.asLink}
            aria-expanded={isOpen}
            {...(isOpen && { 'aria-controls': factsId })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {actionText(action)}
          </button>
        </th>
        <td data-label="Outcome">
          <span className={adminClasses.state} data-state={outcome === 'refused' ? 'failed' : 'active'}>
            {outcome === 'refused' ? 'Refused' : 'Done'}
          </span>
        </td>
        <td data-label="When">
          <time className={classes.name} dateTime={at}>
            {instantText(at)}
          </time>
        </td>
        <td data-label="Who">
          <span className={classes.name}>{isIdless ? KINDS[actor_kind] : (names.nameOf(actor_id) ?? actor_id)}</span>
        </td>
        <td data-label="To whom or what">
          <span className={classes.name}>{subject === null ? '–' : (names.nameOf(subject) ?? subject)}</span>
        </td>
        <td data-label="Address">{source ?? '–'}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6} id={factsId}>
            <Facts record={record} />
          </td>
        </tr>
      )}
    </>
  );
}

function Facts({ record }: { record: AuditRecord }) {
  const { detail, actor_kind, actor_id } = record;
  const facts: [string, string | null][] = [
    ['Action', record.action],
    ['At', record.at],
    ['Who', `${KINDS[actor_kind]}${actor_id === '' ? '' : `, ${actor_id}`}`],
    ['Agency', record.agency_id],
    ['To whom or what', record.subject],
    ['Address', record.source],
    ['Request', record.request_id],
    ['Chain and number', `${record.chain}, ${record.number}`],
    ['Hash', record.hash],
    ['Hash before it', record.previous_hash],
    ...Object.entries(detail).map(([name, value]): [string, string] => [
      `Detail: ${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
