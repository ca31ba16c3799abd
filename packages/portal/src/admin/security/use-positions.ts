import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** The agency's dispatch positions. */
export function usePositions(agencyId: string | null, isReady: boolean) {
  const { dispatchPositions } = useSallyport();
  return useQuery({
    queryKey: ['dispatch-positions', agencyId],
    queryFn: ({ signal }) => dispatchPositions.list(agencyId, signal),
    enabled: isReady,
  });
}

/** Registers this browser, or ends a position; whether this page is locked for want of use may be another thing then. */
export function useChangePositions(agencyId: string | null) {
  const { dispatchPositions } = useSallyport();
  const queryClient = useQueryClient();
  const readAgain = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['dispatch-positions', agencyId] }),
      queryClient.invalidateQueries({ queryKey: SESSION_KEY }),
    ]);
  const register = useMutation({
    mutationFn: (name: string) => dispatchPositions.register(name, agencyId),
    onSuccess() {
      announceDone(translated('This browser is a dispatch position.'));
      return readAgain();
    },
  });
  const end = useMutation({
    mutationFn: (id: string) => dispatchPositions.end(id, agencyId),
    onSuccess() {
      announceDone(translated('Dispatch position ended.'));
      return readAgain();
    },
  });
  return { register, end };
}
