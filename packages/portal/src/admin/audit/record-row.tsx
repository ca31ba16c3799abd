import type { AuditName, AuditRecord } from '@sallyport/contract';
import { type ReactNode, useId, useState } from 'react';
import { useTimes } from '../../time/use-times.ts';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import { actionText } from './action-words.ts';
import classes from './audit.module.css';
import { IdFact, IdShown } from './id-shown.tsx';
import { isOpaque } from './id-text.ts';
import type { Names } from './use-audit.ts';
import type { Filter } from './use-audit-filter.ts';

const KINDS: Readonly<Record<AuditRecord['actor_kind'], Text>> = {
  user: 'Person',
  client: 'Client',
  developer: 'Developer',
  anonymous: 'Somebody who proved nothing',
  system: 'Sallyport itself',
  console: "The server's command line",
};

/** What the id of who did it is of. */
const ACTORS: Readonly<Partial<Record<AuditRecord['actor_kind'], AuditName['kind']>>> = {
  user: 'person',
  client: 'client',
  developer: 'developer',
};

/** What a client and an agency may share is told apart by what was done. */
function kindOfSubject(action: string): AuditName['kind'] | undefined {
  if (action.startsWith('client.')) return 'client';
  if (action.startsWith('webhook.')) return 'webhook';
  return action.startsWith('agency.') || action.startsWith('records.') ? 'agency' : undefined;
}

interface RecordProps {
  record: AuditRecord;
  names: Names;
  onFilter: (name: Filter, value: string) => void;
}

/** One record in a line; opened, everything that it states. */
export function RecordRow({ record, names, onFilter }: RecordProps) {
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
            {isIdless ? (
              translated(KINDS[actor_kind])
            ) : (
              <IdShown
                id={actor_id}
                action={ACTOR_ACTIONS[actor_kind] ?? ''}
                names={names}
                {...kindOf(ACTORS[actor_kind])}
              />
            )}
          </span>
        </td>
        <td data-label={translated('To whom or what')}>
          <span className={classes.name}>
            {subject === null ? (
              '–'
            ) : (
              <IdShown id={subject} action={action} names={names} {...kindOf(kindOfSubject(action))} />
            )}
          </span>
        </td>
        <td data-label={translated('Address')}>{source ?? '–'}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6} id={factsId}>
            <Facts record={record} names={names} onFilter={onFilter} />
          </td>
        </tr>
      )}
    </>
  );
}

/** By which noun an actor without a name goes. */
const ACTOR_ACTIONS: Readonly<Partial<Record<AuditRecord['actor_kind'], string>>> = {
  user: 'user',
  client: 'client',
  developer: 'developer',
};

const kindOf = (kind: AuditName['kind'] | undefined) => (kind === undefined ? {} : { kind });

function Facts({ record, names, onFilter }: RecordProps) {
  const { detail, action, actor_kind, actor_id, agency_id, subject } = record;
  const idFact = (id: string, ofAction: string, kind?: AuditName['kind']) => (
    <IdFact id={id} action={ofAction} names={names} onFilter={onFilter} {...kindOf(kind)} />
  );
  const isId = (value: string) => isOpaque(value) || names.find(value) !== undefined;
  const who =
    actor_id === '' || ACTORS[actor_kind] === undefined
      ? translated(KINDS[actor_kind])
      : idFact(actor_id, ACTOR_ACTIONS[actor_kind] ?? '', ACTORS[actor_kind]);
  const facts: [string, ReactNode][] = [
    [translated('Action'), record.action],
    [translated('At'), record.at],
    [translated('Who'), who],
    [translated('Agency'), agency_id === null ? null : idFact(agency_id, 'agency', 'agency')],
    [translated('To whom or what'), subject === null ? null : idFact(subject, action, kindOfSubject(action))],
    [translated('Address'), record.source],
    [translated('Request'), record.request_id],
    [translated('Chain and number'), `${record.chain}, ${record.number}`],
    [translated('Hash'), record.hash],
    [translated('Hash before it'), record.previous_hash],
    ...Object.entries(detail).map(([name, value]): [string, ReactNode] => [
      translated('Detail: {name}', { name }),
      typeof value !== 'string' ? JSON.stringify(value) : isId(value) ? idFact(value, '') : value,
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
