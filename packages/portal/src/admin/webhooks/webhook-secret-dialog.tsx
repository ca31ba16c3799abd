import { Button } from '@mantine/core';
import type { NewWebhook } from '@sallyport/contract';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { Dialog } from '../../notices/dialog.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

/** Shows a signing secret, the only time it can be read. A click beside the dialog does not close it. */
export function WebhookSecretDialog({ made, onClose }: { made: NewWebhook; onClose: () => void }) {
  const { name, previous_secret_expires_at: until } = made.webhook;
  return (
    <Dialog onClose={onClose} title={translated('Signing secret')} closesOnClickOutside={false}>
      <div className={classes.form}>
        <p role="status">
          {translated('Messages to')} {name}{' '}
          {translated('are signed with this secret. It is shown this once: copy it now.')}
          {until !== null && (
            <>
              {' '}
              {translated('The one before signs beside it until')} <ShownInstant at={until} />.
            </>
          )}
        </p>
        <div className={classes.secret}>
          <code data-testid="webhook-secret">{made.secret}</code>
          <CopyTextButton value={made.secret} label={translated('Copy secret')} />
        </div>
        <div className={classes.buttons}>
          <Button onClick={onClose}>{translated('Done')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
