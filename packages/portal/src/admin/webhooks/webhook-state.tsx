import type { WebhookSubscription } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './webhooks.module.css';
import { disabledText, STATE_TEXT } from './words.ts';

/** Whether a webhook works, and since when or why it does not. */
export function WebhookState({ webhook }: { webhook: WebhookSubscription }) {
  const { state, failing_since } = webhook;
  const isFailing = state === 'active' && failing_since !== null;
  return (
    <span className={classes.state} data-state={isFailing ? 'failing' : state} data-testid="webhook-state">
      {isFailing ? translated('Failing') : translated(STATE_TEXT[state])}
      {isFailing && (
        <span className={adminClasses.small}>
          {translated('began')} <InstantAge instant={failing_since} />
        </span>
      )}
      {state === 'disabled' && <span className={adminClasses.small}>{disabledText(webhook)}</span>}
    </span>
  );
}
