import { Button } from '@mantine/core';
import type { OutboxMail } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { InstantAge } from '../../time/instant-age.tsx';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

const STATES = { waiting: 'Waiting', sent: 'Sent', given_up: 'Given up' } as const;
const TONES = { waiting: 'invited', sent: 'active', given_up: 'failed' } as const;

/** Each mail with its state, why it was not sent, and a button that sends it again where its text is still there. */
export function OutboxTable({ mails }: { mails: readonly OutboxMail[] }) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: (mail: OutboxMail) => sallyport.outbox.retry(mail.id),
    onSuccess: ({ recipient }) => {
      announceDone(translated('The mail to {recipient} is sent again now.', { recipient }));
      return queryClient.invalidateQueries({ queryKey: ['outbox'] });
    },
    onError: announceRefused,
  });
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('To')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Attempts')}</th>
          <th scope="col">{translated('Made')}</th>
          <th scope="col">{translated('Actions')}</th>
        </tr>
      </thead>
      <tbody>
        {mails.map((mail) => (
          <tr key={mail.id}>
            <th scope="row" id={`mail-${mail.id}`}>
              {mail.recipient}
              <span className={classes.small}>{mail.subject}</span>
            </th>
            <td data-label={translated('Status')}>
              <MailState mail={mail} />
            </td>
            <td data-label={translated('Attempts')}>{mail.attempts}</td>
            <td data-label={translated('Made')}>
              <InstantAge instant={mail.created_at} />
            </td>
            <td>
              {mail.can_be_retried && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-describedby={`mail-${mail.id}`}
                  onClick={() => retry.mutate(mail)}
                >
                  {translated('Send again now')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MailState({ mail }: { mail: OutboxMail }) {
  const { instantText } = useTimes();
  return (
    <span className={classes.state} data-state={TONES[mail.state]}>
      {translated(STATES[mail.state])}
      {mail.fault !== null && (
        <span className={classes.small}>
          {translated('Last attempt:')} {mail.fault}
        </span>
      )}
      {mail.next_attempt_at !== null && mail.attempts > 0 && (
        <span className={classes.small}>
          {translated('Next attempt')} {instantText(mail.next_attempt_at)}
        </span>
      )}
    </span>
  );
}
