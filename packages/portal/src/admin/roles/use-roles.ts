import type { AddRoleRequest, EditRoleRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

const rolesKey = (agencyId: string | null) => ['roles', agencyId] as const;

/** The roles that people of one agency can have. */
export function useRoles(agencyId: string | null, isReady: boolean) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: rolesKey(agencyId),
    queryFn: ({ signal }) => sallyport.roles.list(agencyId, signal),
    enabled: isReady,
  });
}

/** What is done with the agency's own roles. */
export function useRoleActions(agencyId: string | null) {
  const { roles } = useSallyport();
  const queryClient = useQueryClient();
  const renew = () => queryClient.invalidateQueries({ queryKey: rolesKey(agencyId) });
  return {
    add: useMutation({
      mutationFn: (request: AddRoleRequest) => roles.add(request, agencyId),
      onSuccess: ({ title }) => {
        announceDone(translated('{name} added.', { name: title }));
        return renew();
      },
    }),
    edit: useMutation({
      mutationFn: ({ id, request }: { id: string; request: EditRoleRequest }) => roles.edit(id, request, agencyId),
      onSuccess: ({ title }) => {
        announceDone(translated('{name} saved.', { name: title }));
        return renew();
      },
    }),
    remove: useMutation({
      mutationFn: (id: string) => roles.remove(id, agencyId),
      onSuccess: renew,
    }),
  };
}

export type RoleActions = ReturnType<typeof useRoleActions>;
