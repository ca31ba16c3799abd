import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { seatId } from '../live/seat-id.ts';

const SHOWING = new Set(['incident', 'search']);

/** What a dispatcher does about one incident. Each is under way until the page shows what the server then has, refused or not. */
export function useWork(incidentId: string) {
  const { work } = useSallyport();
  const queryClient = useQueryClient();
  const onSettled = () =>
    queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => SHOWING.has(String(name)) });
  return {
    claim: useMutation({
      mutationFn: ({ takeOver }: { takeOver?: string }) => work.claim(incidentId, seatId(), takeOver),
      onSettled,
    }),
    release: useMutation({ mutationFn: () => work.release(incidentId), onSettled }),
    close: useMutation({ mutationFn: (outcome: string | undefined) => work.close(incidentId, outcome), onSettled }),
    merge: useMutation({ mutationFn: (into: string) => work.merge(incidentId, into), onSettled }),
    undoMerge: useMutation({ mutationFn: () => work.undoMerge(incidentId), onSettled }),
    sendToCad: useMutation({ mutationFn: (text: string | undefined) => work.sendToCad(incidentId, text), onSettled }),
    reopen: useMutation({ mutationFn: () => work.reopen(incidentId), onSettled }),
  };
}

export type WorkActions = ReturnType<typeof useWork>;
