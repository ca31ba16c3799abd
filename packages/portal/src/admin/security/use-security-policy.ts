import type { EditSecurityPolicyRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** Whose policy: an agency's, one's own (null), or the installation's. */
export type PolicyOwner = { agencyId: string | null } | 'installation';

const keyOf = (owner: PolicyOwner) => ['security-policy', owner === 'installation' ? owner : owner.agencyId];

/** What is asked of people's sign-in. */
export function useSecurityPolicy(owner: PolicyOwner, isReady: boolean) {
  const { securityPolicies } = useSallyport();
  return useQuery({
    queryKey: keyOf(owner),
    queryFn: ({ signal }) =>
      owner === 'installation'
        ? securityPolicies.readOfInstallation(signal)
        : securityPolicies.read(owner.agencyId, signal),
    enabled: isReady,
  });
}

/** Sets the policy. The installation's is the least of every agency's, which are read again. */
export function useEditSecurityPolicy(owner: PolicyOwner) {
  const { securityPolicies } = useSallyport();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: EditSecurityPolicyRequest) =>
      owner === 'installation'
        ? securityPolicies.editOfInstallation(change)
        : securityPolicies.edit(change, owner.agencyId),
    async onSuccess(answer) {
      if (owner === 'installation') await queryClient.invalidateQueries({ queryKey: ['security-policy'] });
      queryClient.setQueryData(keyOf(owner), answer);
      announceDone(translated('Security policy saved. It holds from now on.'));
    },
  });
}

/** Who signs in through a client by the password grant. */
export function usePasswordGrants(agencyId: string | null, isReady: boolean) {
  const { securityPolicies } = useSallyport();
  return useQuery({
    queryKey: ['password-grants', agencyId],
    queryFn: ({ signal }) => securityPolicies.passwordGrants(agencyId, signal),
    enabled: isReady,
  });
}
