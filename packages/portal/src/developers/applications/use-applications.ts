import type { Application, DocumentKind, EditApplicationRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

const LIST_KEY = ['own-applications'] as const;
const keyOf = (id: string) => ['own-application', id] as const;

export function useOwnApplications() {
  const { ownApplications } = useSallyport();
  return useQuery({ queryKey: LIST_KEY, queryFn: ({ signal }) => ownApplications.list(signal) });
}

export function useOwnApplication(id: string) {
  const { ownApplications } = useSallyport();
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => ownApplications.read(id, signal),
    refetchInterval: 30_000,
  });
}

/** What a developer does with one application; each change shows at once, as the server answered it. */
export function useApplicationActions(id: string) {
  const { ownApplications } = useSallyport();
  const queryClient = useQueryClient();
  const put = (application: Application) => queryClient.setQueryData(keyOf(id), application);
  return {
    edit: useMutation({
      mutationFn: (request: EditApplicationRequest) => ownApplications.edit(id, request),
      onSuccess: (application) => {
        put(application);
        announceDone(translated('Saved.'));
      },
    }),
    upload: useMutation({
      mutationFn: ({ kind, file }: { kind: DocumentKind; file: File }) => ownApplications.upload(id, kind, file),
      onSuccess: put,
    }),
    submit: useMutation({ mutationFn: () => ownApplications.submit(id), onSuccess: put }),
    addSecret: useMutation({
      mutationFn: () => ownApplications.addSecret(id),
      onSuccess: ({ application }) => put(application),
    }),
    removeSecret: useMutation({
      mutationFn: (secretId: string) => ownApplications.removeSecret(id, secretId),
      onSuccess: put,
    }),
  };
}

export type ApplicationActions = ReturnType<typeof useApplicationActions>;
