import { Button } from '@mantine/core';
import type { NewClientSecret } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { AgencyRequests } from './agency-requests.tsx';
import { ClientPanel } from './client-panel.tsx';
import { NewClientDialog } from './new-client-dialog.tsx';
import { NewSecretDialog } from './new-secret-dialog.tsx';
import { useClientActions, useClients } from './use-clients.ts';

/** Admin, Clients. */
export function ClientsPage() {
  const agency = useAdminAgency();
  const clients = useClients(agency.agencyId, agency.isReady);
  const actions = useClientActions(agency.agencyId);
  const [made, setMade] = useState<NewClientSecret | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const issued = actions.issue.data;
  return (
    <section aria-labelledby="clients-title">
      <title>{translated('Clients · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="clients-title">{translated('Clients')}</h2>
          <p>{translated('The credentials with which integrations reach this agency.')}</p>
        </div>
        <AgencyChoice agency={agency} />
        <Button leftSection={<PlusIcon />} onClick={() => setIsAdding(true)}>
          {translated('New client')}
        </Button>
      </div>
      <AgencyRequests agencyId={agency.agencyId} isReady={agency.isReady} />
      <Refused error={clients.error} />
      {clients.isPending && <Loading what={translated('the clients')} />}
      {clients.data?.clients.length === 0 && <p>{translated('This agency has no clients yet.')}</p>}
      {clients.data?.clients.map((client) => (
        <ClientPanel
          key={client.id}
          client={client}
          actions={actions}
          onNewSecret={() => actions.addSecret.mutate(client.id, { onSuccess: setMade })}
        />
      ))}
      {isAdding && issued === undefined && <NewClientDialog actions={actions} onClose={() => setIsAdding(false)} />}
      {issued !== undefined && (
        <NewSecretDialog
          made={issued}
          isFirst
          onClose={() => {
            actions.issue.reset();
            setIsAdding(false);
          }}
        />
      )}
      {made !== null && <NewSecretDialog made={made} onClose={() => setMade(null)} />}
    </section>
  );
}
