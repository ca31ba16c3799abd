import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useSession } from '../../current-session/session-context.ts';

/**
 * Which agency is administered. `isReady` is false while an operator still has to choose one; `agencyId` is what the API
 * wants to be notified: null for an agency's own admin.
 */
export function useAdminAgency() {
  const sallyport = useSallyport();
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const isOperator = session.agency === null;
  const agencies = useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => sallyport.agencies.list(signal),
    enabled: isOperator,
  });
  const agencyId = isOperator ? (params.get('agency') ?? agencies.data?.agencies[0]?.id ?? null) : null;
  return {
    isOperator,
    agencies: agencies.data?.agencies ?? [],
    agencyId,
    isReady: !isOperator || agencyId !== null,
    choose: (id: string) =>
      setParams(
        (before) => new URLSearchParams([...before].filter(([name]) => name !== 'agency').concat([['agency', id]])),
        {
          replace: true,
        },
      ),
  };
}

export type AdminAgency = ReturnType<typeof useAdminAgency>;
