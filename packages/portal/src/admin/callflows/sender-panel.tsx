import { Button } from '@mantine/core';
import type { AlertSender, Callflow, OperatedAgencyList } from '@sallyport/contract';
import type { ReactNode } from 'react';
import { translated } from '../../words/translated.ts';
import classes from '../clients/clients.module.css';
import adminClasses from '../layout/admin.module.css';
import { listText } from './callflow-words.ts';
import ownClasses from './callflows.module.css';

interface SenderPanelProps {
  readonly sender: AlertSender;
  readonly agencies: OperatedAgencyList['agencies'];
  readonly onEdit: (callflow: Callflow) => void;
  readonly onRemove: (callflow: Callflow) => void;
  /** The button that adds one. */
  readonly children: ReactNode;
}

/** One client that may send alerts, and its callflows. */
export function SenderPanel({ sender, agencies, onEdit, onRemove, children }: SenderPanelProps) {
  const titleId = `sender-${sender.client_id}`;
  const nameOf = (id: string) => agencies.find((agency) => agency.id === id)?.name ?? id;
  return (
    <article className={`${classes.client} ${ownClasses.sender}`} aria-labelledby={titleId}>
      <header>
        <div>
          <h3 id={titleId}>{sender.client_name}</h3>
          <code>{sender.client_id}</code>
        </div>
        <div className={classes.state}>{children}</div>
      </header>
      {sender.callflows.length === 0 ? (
        <p className={ownClasses.empty}>{translated('Its alerts are refused: it has no callflow.')}</p>
      ) : (
        <table className={adminClasses.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Callflow')}</th>
              <th scope="col">{translated('Goes to')}</th>
              <th scope="col">{translated('Requires')}</th>
              <th scope="col">{translated('Answers with')}</th>
              <th scope="col">{translated('Notifies the sender')}</th>
              <th scope="col">{translated('Change')}</th>
            </tr>
          </thead>
          <tbody>
            {sender.callflows.map((callflow) => (
              <tr key={callflow.name}>
                <th scope="row">{callflow.name}</th>
                <td data-label={translated('Goes to')}>
                  {callflow.routing === 'position' && `${translated('The first that covers the position:')} `}
                  {callflow.agency_ids.map(nameOf).join(', ')}
                  {callflow.requests_dispatch && (
                    <span className={adminClasses.small}>{translated('Asks to dispatch at once')}</span>
                  )}
                </td>
                <td data-label={translated('Requires')}>{listText(callflow.required_variables)}</td>
                <td data-label={translated('Answers with')}>{listText(['alert_id', ...callflow.answers_with])}</td>
                <td data-label={translated('Notifies the sender')}>{listText(callflow.tells_sender)}</td>
                <td data-label={translated('Change')}>
                  <div className={adminClasses.actions}>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={translated('Edit {name}', { name: callflow.name })}
                      onClick={() => onEdit(callflow)}
                    >
                      {translated('Edit')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={translated('Remove {name}', { name: callflow.name })}
                      onClick={() => onRemove(callflow)}
                    >
                      {translated('Remove')}
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
