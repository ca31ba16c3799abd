import type { WebhookSubscription } from '@sallyport/contract';
import type { ReactNode } from 'react';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';
import classes from './webhooks.module.css';
import { authenticationText } from './words.ts';

/** What a webhook is, without anything secret. */
export function WebhookFacts({ webhook, messages }: { webhook: WebhookSubscription; messages: string }) {
  const { previous_secret_expires_at: until } = webhook;
  return (
    <dl className={classes.facts}>
      <Fact name="URL">{webhook.url}</Fact>
      <Fact name="Last delivered">
        {webhook.last_success_at === null ? translated('Never') : <InstantAge instant={webhook.last_success_at} />}
      </Fact>
      <Fact name="Messages">{messages}</Fact>
      <Fact name="Known there by">{authenticationText(webhook)}</Fact>
      <Fact name="Events">{webhook.event_types.join(', ')}</Fact>
      <Fact name="Made by">
        {webhook.client_id ?? translated('An administrator')}, <ShownInstant at={webhook.created_at} />
      </Fact>
      {until !== null && (
        <Fact name="Earlier secret">
          {translated('Signs too until')} <ShownInstant at={until} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: Text; children: ReactNode }) {
  return (
    <div>
      <dt>{translated(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
