import { Button } from '@mantine/core';
import type { Client, ClientSecretInfo } from '@sallyport/contract';
import { useState } from 'react';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import adminClasses from '../layout/admin.module.css';
import classes from './clients.module.css';
import { RemoveSecretDialog } from './remove-secret-dialog.tsx';
import type { ClientActions } from './use-clients.ts';

/** Two secrets may be valid at once, so that one can be replaced without an outage. */
const MOST_SECRETS = 2;

interface SecretListProps {
  client: Client;
  actions: ClientActions;
  onNewSecret: () => void;
  describedBy: string;
}

/** A client's secrets by age and last use; removing one asks first, because nothing brings it back. */
export function SecretList({ client, actions, onNewSecret, describedBy }: SecretListProps) {
  const [removed, setRemoved] = useState<ClientSecretInfo | null>(null);
  const isFull = client.secrets.length >= MOST_SECRETS;
  return (
    <div className={classes.secrets}>
      <h4>{translated('Secrets')}</h4>
      <ul>
        {client.secrets.map((secret) => (
          <li key={secret.id}>
            <SecretFacts secret={secret} />
            <Button
              size="compact-sm"
              variant="subtle"
              aria-describedby={describedBy}
              onClick={() => setRemoved(secret)}
            >
              {translated('Remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="compact-sm"
        variant="default"
        aria-describedby={describedBy}
        disabled={isFull}
        onClick={onNewSecret}
      >
        {translated('New secret')}
      </Button>
      {isFull && <p>{translated('Two secrets are valid. Remove one before making another.')}</p>}
      {removed !== null && (
        <RemoveSecretDialog
          name={client.name}
          secret={removed}
          isPending={actions.removeSecret.isPending}
          onConfirm={() =>
            actions.removeSecret.mutate({ id: client.id, secretId: removed.id }, { onSettled: () => setRemoved(null) })
          }
          onClose={() => setRemoved(null)}
        >
          <p>
            {translated(
              'Access tokens it got before stay good until they run out. Where somebody else may have this secret, disable the client and enable it again: that ends them now.',
            )}
          </p>
        </RemoveSecretDialog>
      )}
    </div>
  );
}

function SecretFacts({ secret }: { secret: ClientSecretInfo }) {
  return (
    <span>
      {translated('Made')} <InstantAge instant={secret.created_at} />
      <span className={adminClasses.small}>
        {secret.last_used_at === null ? (
          translated('Never used')
        ) : (
          <>
            {translated('Last used')} <InstantAge instant={secret.last_used_at} />
          </>
        )}
        {secret.expires_at !== null && (
          <>
            {translated(', expires')} <ShownInstant at={secret.expires_at} />
          </>
        )}
      </span>
    </span>
  );
}
