import type { AddWallBoardRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** The agency's displays that are not ended. */
export function useBoards(agencyId: string | null, isReady: boolean) {
  const { wallBoards } = useSallyport();
  return useQuery({
    queryKey: ['wall-boards', agencyId],
    queryFn: ({ signal }) => wallBoards.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: 30_000,
  });
}

/** Makes a display; its link is in the answer alone. */
export function useAddBoard(agencyId: string | null) {
  const { wallBoards } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (board: AddWallBoardRequest) => wallBoards.add(board, agencyId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['wall-boards', agencyId] }),
  });
}

/** Ends a display. */
export function useEndBoard(agencyId: string | null) {
  const { wallBoards } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => wallBoards.end(id, agencyId),
    onSuccess() {
      announceDone(translated('Display ended.'));
      return queryClient.invalidateQueries({ queryKey: ['wall-boards', agencyId] });
    },
  });
}
