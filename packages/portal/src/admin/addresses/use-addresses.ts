import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** What one agency has loaded of its addresses. */
export function useAddresses(agencyId: string | null, isReady: boolean) {
  const { addresses } = useSallyport();
  return useQuery({
    queryKey: ['addresses', agencyId],
    queryFn: ({ signal }) => addresses.list(agencyId, signal),
    enabled: isReady,
  });
}

const TYPES: Readonly<Record<string, string>> = { csv: 'text/csv', gpkg: 'application/geopackage+sqlite3' };

/** Browsers know no type for GeoJSON and GeoPackage. */
function typed(file: File): Blob {
  const [, ending = ''] = /\.(csv|gpkg)$/i.exec(file.name) ?? [];
  const type = TYPES[ending.toLowerCase()] ?? 'application/geo+json';
  return new Blob([file], { type });
}

/** Loads a file in the place of what was loaded of the same kind. */
export function useLoadAddresses(agencyId: string | null) {
  const { addresses } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => addresses.load(typed(file), file.name, agencyId),
    onSuccess() {
      announceDone(translated('Addresses loaded.'));
      return queryClient.invalidateQueries({ queryKey: ['addresses', agencyId] });
    },
  });
}

/** Removes what was loaded of one kind. */
export function useRemoveAddresses(agencyId: string | null) {
  const { addresses } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (kind: 'points' | 'streets') => addresses.remove(kind, agencyId),
    onSuccess() {
      announceDone(translated('Addresses removed.'));
      return queryClient.invalidateQueries({ queryKey: ['addresses', agencyId] });
    },
  });
}

/** Where the agency's people open a position. */
export function useAgencyMap(agencyId: string | null, isReady: boolean) {
  const { addresses } = useSallyport();
  return useQuery({
    queryKey: ['agency-map', agencyId],
    queryFn: ({ signal }) => addresses.agencyMap(agencyId, signal),
    enabled: isReady,
  });
}

/** Sets it, or takes it away (null). */
export function useSetPositionLink(agencyId: string | null) {
  const { addresses } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (link: string | null) => addresses.setPositionLink(link, agencyId),
    onSuccess() {
      announceDone(translated('Link saved.'));
      return queryClient.invalidateQueries({
        predicate: ({ queryKey: [name] }) => name === 'agency-map' || name === 'map',
      });
    },
  });
}
