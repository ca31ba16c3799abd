import { Button } from '@mantine/core';
import type { Application } from '@sallyport/contract';
import classes from '../../applications/applications.module.css';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import type { ApplicationActions } from './use-applications.ts';

const MOST_SECRETS = 2;

/** The client id, and secrets: each is made when it is asked for and shown that once. */
export function SecretPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const client = application.clients.find(({ agency_id }) => agency_id === null);
  const { addSecret, removeSecret } = actions;
  if (client === undefined) return null;
  return (
    <section className={classes.panel} aria-labelledby="secrets-title">
      <h2 id="secrets-title">{translated('Client')}</h2>
      <p>
        {translated('Client id')} <code className={classes.code}>{client.id}</code>
      </p>
      <Refused error={addSecret.error ?? removeSecret.error} />
      {addSecret.data !== undefined && (
        <>
          <p role="status">{translated('This secret is shown this once: copy it now.')}</p>
          <div className={classes.secret}>
            <code data-testid="client-secret">{addSecret.data.client_secret}</code>
            <CopyTextButton value={addSecret.data.client_secret} label={translated('Copy secret')} />
          </div>
        </>
      )}
      {client.secrets.map(({ id, created_at, last_used_at }) => (
        <div key={id} className={classes.row}>
          <span>
            {translated('Secret made')} <InstantAge instant={created_at} />,{' '}
            {last_used_at === null ? (
              translated('never used')
            ) : (
              <>
                {translated('last used')} <InstantAge instant={last_used_at} />
              </>
            )}
          </span>
          {client.secrets.length > 1 && (
            <Button size="compact-sm" variant="default" onClick={() => removeSecret.mutate(id)}>
              {translated('Remove secret')}
            </Button>
          )}
        </div>
      ))}
      {client.secrets.length > 1 && (
        <p>
          {translated(
            'Access tokens that were got with a secret stay good until they run out, also once it is removed.',
          )}
        </p>
      )}
      <Button
        loading={addSecret.isPending}
        disabled={client.secrets.length >= MOST_SECRETS}
        onClick={() => addSecret.mutate()}
      >
        {client.secrets.length === 0 ? translated('Reveal the secret') : translated('Make a second secret')}
      </Button>
    </section>
  );
}
