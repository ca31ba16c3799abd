import { Button } from '@mantine/core';
import type { WebhookDelivery } from '@sallyport/contract';
import { TestTag } from '../../marks/test-tag.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { useTimes } from '../../time/use-times.ts';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './webhooks.module.css';
import { answerText, deliveryText } from './words.ts';

/** One delivery: where it stands, and the last answer with its first bytes. A test is not sent again, but anew. */
export function DeliveryRow({ delivery, onReplay }: { delivery: WebhookDelivery; onReplay: () => void }) {
  const times = useTimes();
  const { id, event_type, is_test, state, attempts, answer, last_attempt_at } = delivery;
  const tone = state === 'pending' && attempts > 0 ? 'failing' : state;
  return (
    <tr>
      <th scope="row" id={`delivery-${id}`}>
        {event_type} {is_test && <TestTag />}
        <span className={adminClasses.small}>{id}</span>
      </th>
      <td data-label={translated('State')}>
        <span className={classes.state} data-state={tone}>
          {deliveryText(delivery, times)}
        </span>
      </td>
      <td data-label={translated('Last answer')}>
        <span className={classes.answered}>
          {answerText(delivery)}
          {last_attempt_at !== null && (
            <span className={adminClasses.small}>
              <InstantAge instant={last_attempt_at} />
            </span>
          )}
          {answer !== null && answer !== '' && (
            <details>
              <summary>{translated('Answer body')}</summary>
              <pre className={classes.answer}>{answer}</pre>
            </details>
          )}
        </span>
      </td>
      <td data-label={translated('Attempts')}>{attempts}</td>
      <td>
        {!is_test && (
          <div className={adminClasses.actions}>
            <Button size="compact-sm" variant="subtle" aria-describedby={`delivery-${id}`} onClick={onReplay}>
              {translated('Replay')}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
