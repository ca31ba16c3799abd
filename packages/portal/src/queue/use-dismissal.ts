import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';

/** What a person takes out of their own lists, and puts back. */
export function useDismissal() {
  const { work } = useSallyport();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['queue'] });
  return {
    dismiss: useMutation({ mutationFn: (id: string) => work.dismiss(id), onSettled }),
    undo: useMutation({ mutationFn: (id: string) => work.undoDismissal(id), onSettled }),
  };
}
