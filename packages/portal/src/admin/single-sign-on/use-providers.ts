import type { AddIdentityProviderRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

const providersKey = (agencyId: string | null) => ['identity-providers', agencyId] as const;

/** The identity providers of one agency. */
export function useProviders(agencyId: string | null, isReady: boolean) {
  const { identityProviders } = useSallyport();
  return useQuery({
    queryKey: providersKey(agencyId),
    queryFn: ({ signal }) => identityProviders.list(agencyId, signal),
    enabled: isReady,
  });
}

/** What is done with them. */
export function useProviderActions(agencyId: string | null) {
  const { identityProviders } = useSallyport();
  const queryClient = useQueryClient();
  const renew = () => queryClient.invalidateQueries({ queryKey: providersKey(agencyId) });
  return {
    save: useMutation({
      mutationFn: ({ id, request }: { id: string | null; request: AddIdentityProviderRequest }) =>
        id === null ? identityProviders.add(request, agencyId) : identityProviders.edit(id, request, agencyId),
      onSuccess: ({ title }) => {
        announceDone(translated('{name} saved.', { name: title }));
        return renew();
      },
    }),
    remove: useMutation({
      mutationFn: (id: string) => identityProviders.remove(id, agencyId),
      onSuccess: renew,
    }),
  };
}

export type ProviderActions = ReturnType<typeof useProviderActions>;
