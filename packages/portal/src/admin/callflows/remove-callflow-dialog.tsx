import { Button } from '@mantine/core';
import type { AlertSender, Callflow } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import classes from '../layout/admin.module.css';
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
    <Dialog onClose={onClose} title="Remove callflow">
      <div className={classes.form}>
        <p>
          Alerts that {sender.client_name} sends by {name} are refused from then on. Those it sent stay.
        </p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ clientId: sender.client_id, name }, { onSettled: onClose })}
          >
            Remove callflow
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
