import type { EditBoundaryRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** What an operator decides about a file that can be read in more than one way. */
export type Choices = Omit<EditBoundaryRequest, 'boundary'>;

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
    mutationFn: ({ geojson, choices }: { geojson: object | null; choices: Choices }) =>
      agencies.setBoundary(agencyId, geojson, choices),
    onSuccess(answer) {
      queryClient.setQueryData(['boundary', agencyId], answer);
      announceDone(answer.boundary === null ? translated('Boundary removed.') : translated('Boundary saved.'));
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
}

/** What a file would set; nothing is stored. */
export function usePreviewBoundary(agencyId: string) {
  const { agencies } = useSallyport();
  return useMutation({
    mutationFn: ({ geojson, choices }: { geojson: object; choices: Choices }) =>
      agencies.previewBoundary(agencyId, geojson, choices),
  });
}
