import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { useSetBoundary } from './use-boundary.ts';

/** Asks before an agency's boundary is removed, and states why where a callflow still needs it. */
export function RemoveBoundaryDialog({ agencyId, onClose }: { agencyId: string; onClose: () => void }) {
  const set = useSetBoundary(agencyId);
  return (
    <ConfirmDialog
      title={translated('Remove boundary')}
      action={translated('Remove boundary')}
      isPending={set.isPending}
      onConfirm={() => set.mutate({ geojson: null, choices: {} }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        {translated(
          'This agency then has no boundary: no callflow chooses it by the position of an alert, and its maps are without it. A new one can be set from a file.',
        )}
      </p>
      <Refused error={set.error} />
    </ConfirmDialog>
  );
}
