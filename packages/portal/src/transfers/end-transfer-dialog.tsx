import type { IncidentTransfer } from '@sallyport/contract';
import { ConfirmDialog } from '../admin/layout/confirm-dialog.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import { useEndTransfer } from './use-transfers.ts';

/** Asks before a transfer ends, given or received, and states who sees nothing of it any more. */
export function EndTransferDialog({ transfer, onClose }: { transfer: IncidentTransfer; onClose: () => void }) {
  const end = useEndTransfer();
  const agency = transfer.agency_name;
  return (
    <ConfirmDialog
      title={translated('End the transfer')}
      action={translated('End the transfer')}
      keep={translated('Cancel')}
      isPending={end.isPending}
      onConfirm={() => end.mutate(transfer.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        {transfer.direction === 'given'
          ? translated('{agency} no longer sees this incident, nor what is added to it. You can transfer it again.', {
              agency,
            })
          : translated(
              'Your agency no longer sees this incident of {agency}, nor what is added to it. Only {agency} can transfer it again.',
              { agency },
            )}
      </p>
      <Refused error={end.error} />
    </ConfirmDialog>
  );
}
