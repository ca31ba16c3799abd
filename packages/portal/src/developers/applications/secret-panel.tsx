import { Button } from '@mantine/core';
import type { Application, ClientSecretInfo } from '@sallyport/contract';
import { useState } from 'react';
import { RemoveSecretDialog } from '../../admin/clients/remove-secret-dialog.tsx';
import classes from '../../applications/applications.module.css';
import { CopyTextButton } from '../../copying/copy-text-button.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import type { ApplicationActions } from './use-applications.ts';

const MOST_SECRETS = 2;

/** The client id, and secrets: each is made when it is asked for and shown that once; removing one asks first. */
export function SecretPanel({ application, actions }: { application: Application; actions: ApplicationActions }) {
  const client = application.clients.find(({ agency_id }) => agency_id === null);
  const { addSecret, removeSecret } = actions;
  const [removed, setRemoved] = useState<ClientSecretInfo | null>(null);
  if (client === undefined) return null;
  const close = () => {
    removeSecret.reset();
    setRemoved(null);
  };
  return (
    <section className={classes.panel} aria-labelledby="secrets-title">
      <h2 id="secrets-title">{translated('Client')}</h2>
      <p>
        {translated('Client id')} <code className={classes.code}>{client.id}</code>
      </p>
      <Refused error={addSecret.error} />
      {addSecret.data !== undefined && (
        <>
          <p role="status">{translated('This secret is shown this once: copy it now.')}</p>
          <div className={classes.secret}>
            <code data-testid="client-secret">{addSecret.data.client_secret}</code>
            <CopyTextButton value={addSecret.data.client_secret} label={translated('Copy secret')} />
          </div>
        </>
      )}
      {client.secrets.map((secret) => (
        <div key={secret.id} className={classes.row}>
          <span>
            {translated('Secret made')} <InstantAge instant={secret.created_at} />,{' '}
            {secret.last_used_at === null ? (
              translated('never used')
            ) : (
              <>
                {translated('last used')} <InstantAge instant={secret.last_used_at} />
              </>
            )}
          </span>
          {client.secrets.length > 1 && (
            <Button size="compact-sm" variant="default" onClick={() => setRemoved(secret)}>
              {translated('Remove secret')}
            </Button>
          )}
        </div>
      ))}
      <Button
        loading={addSecret.isPending}
        disabled={client.secrets.length >= MOST_SECRETS}
        onClick={() => addSecret.mutate()}
      >
        {client.secrets.length === 0 ? translated('Reveal the secret') : translated('Make a second secret')}
      </Button>
      {removed !== null && (
        <RemoveSecretDialog
          name={application.name}
          secret={removed}
          isPending={removeSecret.isPending}
          onConfirm={() => removeSecret.mutate(removed.id, { onSuccess: close })}
          onClose={close}
        >
          <p>
            {translated(
              'Access tokens that were got with a secret stay good until they run out, also once it is removed.',
            )}
          </p>
          <Refused error={removeSecret.error} />
        </RemoveSecretDialog>
      )}
    </section>
  );
}
