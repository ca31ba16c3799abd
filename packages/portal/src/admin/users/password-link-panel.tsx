import { Button } from '@mantine/core';
import type { UserWithPasswordLink } from '@sallyport/contract';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

/** A one-time link to hand over, or where it was mailed. */
export function PasswordLinkPanel({ linked, onDone }: { linked: UserWithPasswordLink; onDone: () => void }) {
  const { user, password_link: link } = linked;
  const name = `${user.first_name} ${user.last_name}`;
  return (
    <div className={classes.form}>
      {link.url === null ? (
        <p role="status">
          {translated('A one-time link for')} {name} {translated('was mailed to')} {link.mailed_to ?? user.email}.
        </p>
      ) : (
        <>
          <p role="status">
            {translated('Give this one-time link to')} {name}
            {translated('. Whoever opens it first sets the password.')}
          </p>
          <div className={classes.secret}>
            <code data-testid="password-link">{link.url}</code>
            <CopyTextButton value={link.url} label={translated('Copy link')} />
          </div>
        </>
      )}
      <p className={classes.small}>
        {translated('It works once, until')} <ShownInstant at={link.expires_at} />.
      </p>
      <div className={classes.buttons}>
        <Button onClick={onDone}>{translated('Done')}</Button>
      </div>
    </div>
  );
}
