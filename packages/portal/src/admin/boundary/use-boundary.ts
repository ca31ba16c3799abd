import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../announce.ts';

/** Where an agency answers alerts. */
export function useBoundary(agencyId: string) {
  const { agencies } = useSallyport();
  return useQuery({
    queryKey: ['boundary', agencyId],
    queryFn: ({ signal }) => agencies.boundary(agencyId, signal),
  });
}

/** Sets the boundary, or takes it away (null). */
export function useSetBoundary(agencyId: string) {
  const { agencies } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (geojson: object | null) => agencies.setBoundary(agencyId, geojson),
    onSuccess(answer) {
      queryClient.setQueryData(['boundary', agencyId], answer);
      announceDone(answer.boundary === null ? 'Boundary removed.' : 'Boundary saved.');
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
}
