import type { EditAlertSettingsRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** How one agency takes its alerts. */
export function useAlertSettings(agencyId: string | null, isReady: boolean) {
  const { incidents } = useSallyport();
  return useQuery({
    queryKey: ['alert-settings', agencyId],
    queryFn: ({ signal }) => incidents.alertSettings(agencyId, signal),
    enabled: isReady,
  });
}

/** Changes the agency's settings; the page shows what the server then has. */
export function useEditAlertSettings(agencyId: string | null) {
  const { incidents } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changes: EditAlertSettingsRequest) => incidents.editAlertSettings(changes, agencyId),
    onSuccess(answer) {
      queryClient.setQueryData(['alert-settings', agencyId], answer);
      announceDone(translated('Alert settings saved.'));
      return queryClient.invalidateQueries({
        predicate: ({ queryKey: [name] }) => name === 'incidents' || name === 'waiting',
      });
    },
  });
}
