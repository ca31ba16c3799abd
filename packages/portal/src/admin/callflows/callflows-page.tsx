import { Button } from '@mantine/core';
import type { AlertSender, Callflow } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { CallflowDialog } from './callflow-dialog.tsx';
import { RemoveCallflowDialog } from './remove-callflow-dialog.tsx';
import { SenderPanel } from './sender-panel.tsx';
import { useOperatedAgencies, useSenders } from './use-callflows.ts';

interface Chosen {
  readonly sender: AlertSender;
  /** Null for a new one. */
  readonly callflow: Callflow | null;
}

/** Admin, Callflows: to whom each sender's alerts go; for operators. */
export function CallflowsPage() {
  const senders = useSenders();
  const agencies = useOperatedAgencies();
  const [edited, setEdited] = useState<Chosen | null>(null);
  const [removed, setRemoved] = useState<Chosen | null>(null);
  return (
    <section aria-labelledby="callflows-title">
      <title>{translated('Callflows · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="callflows-title">{translated('Callflows')}</h2>
          <p>
            {translated('To whom the alerts of each sender go, what they must contain, and what the sender receives.')}
          </p>
        </div>
      </div>
      <Refused error={senders.error ?? agencies.error} />
      {(senders.isPending || agencies.isPending) && <Loading what={translated('the callflows')} />}
      {senders.data?.senders.length === 0 && <p>{translated('No client may send alerts yet.')}</p>}
      {agencies.data !== undefined &&
        senders.data?.senders.map((sender) => (
          <SenderPanel
            key={sender.client_id}
            sender={sender}
            agencies={agencies.data.agencies}
            onEdit={(callflow) => setEdited({ sender, callflow })}
            onRemove={(callflow) => setRemoved({ sender, callflow })}
          >
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<PlusIcon />}
              aria-describedby={`sender-${sender.client_id}`}
              onClick={() => setEdited({ sender, callflow: null })}
            >
              {translated('New callflow')}
            </Button>
          </SenderPanel>
        ))}
      {edited !== null && agencies.data !== undefined && (
        <CallflowDialog {...edited} agencies={agencies.data.agencies} onClose={() => setEdited(null)} />
      )}
      {removed !== null && removed.callflow !== null && (
        <RemoveCallflowDialog sender={removed.sender} callflow={removed.callflow} onClose={() => setRemoved(null)} />
      )}
    </section>
  );
}
