import type { AuditRecord } from '@sallyport/contract';
import { useId, useState } from 'react';
import { useTimes } from '../../time/use-times.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import { actionText } from './action-words.ts';
import classes from './audit.module.css';
import type { Names } from './use-audit.ts';

const KINDS: Readonly<Record<AuditRecord['actor_kind'], Text>> = {
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
        <td data-label={translated('Outcome')}>
          <span className={adminClasses.state} data-state={outcome === 'refused' ? 'failed' : 'active'}>
            {outcome === 'refused' ? translated('Refused') : translated('Done')}
          </span>
        </td>
        <td data-label={translated('When')}>
          <time className={classes.name} dateTime={at}>
            {instantText(at)}
          </time>
        </td>
        <td data-label={translated('Who')}>
          <span className={classes.name}>
            {isIdless ? translated(KINDS[actor_kind]) : (names.nameOf(actor_id) ?? actor_id)}
          </span>
        </td>
        <td data-label={translated('To whom or what')}>
          <span className={classes.name}>{subject === null ? '–' : (names.nameOf(subject) ?? subject)}</span>
        </td>
        <td data-label={translated('Address')}>{source ?? '–'}</td>
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
    [translated('Action'), record.action],
    [translated('At'), record.at],
    [translated('Who'), `${translated(KINDS[actor_kind])}${actor_id === '' ? '' : `, ${actor_id}`}`],
    [translated('Agency'), record.agency_id],
    [translated('To whom or what'), record.subject],
    [translated('Address'), record.source],
    [translated('Request'), record.request_id],
    [translated('Chain and number'), `${record.chain}, ${record.number}`],
    [translated('Hash'), record.hash],
    [translated('Hash before it'), record.previous_hash],
    ...Object.entries(detail).map(([name, value]): [string, string] => [
      translated('Detail: {name}', { name }),
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
