import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import type { useSetRetention } from './use-retention.ts';

interface FewerDaysDialogProps {
  days: number;
  /** For how many days incidents were kept until now; null without an end. */
  before: number | null;
  save: ReturnType<typeof useSetRetention>;
  onClose: () => void;
}

/** Asks before a shorter retention is saved, because nothing brings back what it removes. */
export function FewerDaysDialog({ days, before, save, onClose }: FewerDaysDialogProps) {
  return (
    <ConfirmDialog
      title={translated('Remove older incidents')}
      action={translated('Remove older incidents')}
      keep={translated('Cancel')}
      isPending={save.isPending}
      onConfirm={() => save.mutate(days, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        {translated(
          'Incidents that have not changed for more than {count} days are removed for good from the next clean-up on, with their events and files. Nothing brings them back.',
          { count: days },
        )}
      </p>
      <p>
        {before === null
          ? translated('Until now nothing was removed.')
          : translated('Until now they were kept for {count} days.', { count: before })}
      </p>
      <Refused error={save.error} />
    </ConfirmDialog>
  );
}
