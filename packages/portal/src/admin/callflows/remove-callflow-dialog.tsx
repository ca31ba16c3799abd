import type { AlertSender, Callflow } from '@sallyport/contract';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { useRemoveCallflow } from './use-callflows.ts';

interface RemoveCallflowDialogProps {
  readonly sender: AlertSender;
  readonly callflow: Callflow;
  readonly onClose: () => void;
}

/** Asks once more: from then on the alerts of this callflow are refused. */
export function RemoveCallflowDialog({ sender, callflow: { name }, onClose }: RemoveCallflowDialogProps) {
  const remove = useRemoveCallflow();
  return (
    <ConfirmDialog
      title={translated('Remove callflow')}
      action={translated('Remove callflow')}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ clientId: sender.client_id, name }, { onSettled: onClose })}
      onClose={onClose}
    >
      <p>
        {translated('Alerts that')} {sender.client_name} {translated('sends by')} {name}{' '}
        {translated('are refused from then on. Those it sent stay.')}
      </p>
    </ConfirmDialog>
  );
}
