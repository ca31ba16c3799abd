import type { NewClientSecret } from '@sallyport/contract';
import { useState } from 'react';
import { Loading } from '../../app/loading.tsx';
import classes from '../admin.module.css';
import { AgencyChoice } from '../agency-choice.tsx';
import { Refused } from '../refused.tsx';
import { useAdminAgency } from '../use-admin-agency.ts';
import { ClientPanel } from './client-panel.tsx';
import { NewSecretDialog } from './new-secret-dialog.tsx';
import { useClientActions, useClients } from './use-clients.ts';

/** Admin, Clients. */
export function ClientsPage() {
  const agency = useAdminAgency();
  const clients = useClients(agency.agencyId, agency.isReady);
  const actions = useClientActions(agency.agencyId);
  const [made, setMade] = useState<NewClientSecret | null>(null);
  return (
    <section aria-labelledby="clients-title">
      <title>Clients · Sallyport</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="clients-title">Clients</h2>
          <p>The credentials with which integrations reach this agency.</p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={clients.error} />
      {clients.isPending && <Loading what="clients" />}
      {clients.data?.clients.length === 0 && <p>This agency has no clients yet.</p>}
      {clients.data?.clients.map((client) => (
        <ClientPanel
          key={client.id}
          client={client}
          actions={actions}
          onNewSecret={() => actions.addSecret.mutate(client.id, { onSuccess: setMade })}
        />
      ))}
      {made !== null && <NewSecretDialog made={made} onClose={() => setMade(null)} />}
    </section>
  );
}
