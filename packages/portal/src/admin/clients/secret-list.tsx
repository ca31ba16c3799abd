import { Button } from '@mantine/core';
import type { Client, ClientSecretInfo } from '@sallyport/contract';
import { useState } from 'react';
import { Dialog } from '../../notices/dialog.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import adminClasses from '../layout/admin.module.css';
import classes from './clients.module.css';
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
      <h4>Secrets</h4>
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
              Remove
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
        New secret
      </Button>
      {isFull && <p>Two secrets are valid. Remove one before making another.</p>}
      {removed !== null && (
        <Dialog onClose={() => setRemoved(null)} title="Remove secret">
          <div className={adminClasses.form}>
            <p>
              {client.name} can no longer get tokens with the secret of <ShownInstant at={removed.created_at} />. This
              cannot be undone.
            </p>
            <div className={adminClasses.buttons}>
              <Button variant="default" onClick={() => setRemoved(null)}>
                Keep it
              </Button>
              <Button
                color="red"
                loading={actions.removeSecret.isPending}
                onClick={() =>
                  actions.removeSecret.mutate(
                    { id: client.id, secretId: removed.id },
                    { onSettled: () => setRemoved(null) },
                  )
                }
              >
                Remove secret
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function SecretFacts({ secret }: { secret: ClientSecretInfo }) {
  return (
    <span>
      Made <InstantAge instant={secret.created_at} />
      <span className={adminClasses.small}>
        {secret.last_used_at === null ? (
          'Never used'
        ) : (
          <>
            Last used <InstantAge instant={secret.last_used_at} />
          </>
        )}
        {secret.expires_at !== null && (
          <>
            , expires <ShownInstant at={secret.expires_at} />
          </>
        )}
      </span>
    </span>
  );
}
