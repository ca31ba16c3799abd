import type { AddUserRequest, EditUserRequest, User, UserList } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { translated } from '../../words/translated.ts';

/** The users of one agency, renewed while the page is open: locks and sessions change without it. */
export function useUsers(agencyId: string | null, isReady: boolean) {
  const sallyport = useSallyport();
  return useQuery({
    queryKey: usersKey(agencyId),
    queryFn: ({ signal }) => sallyport.users.list(agencyId, signal),
    enabled: isReady,
    refetchInterval: 10_000,
  });
}

/** What an admin does with users. Each change shows in the list at once, as the server answered it. */
export function useUserActions(agencyId: string | null) {
  const { users } = useSallyport();
  const queryClient = useQueryClient();
  const put = (changed: User) => {
    queryClient.setQueryData<UserList>(usersKey(agencyId), (list) => list && { users: withUser(list.users, changed) });
    // A poll that was under way may still hold the old row.
    void queryClient.invalidateQueries({ queryKey: usersKey(agencyId) });
  };
  return {
    add: useMutation({
      mutationFn: (request: AddUserRequest) => users.add(request, agencyId),
      onSuccess: ({ user }) => put(user),
    }),
    edit: useMutation({
      mutationFn: ({ id, request }: { id: string; request: EditUserRequest }) => users.edit(id, request, agencyId),
      onSuccess: put,
    }),
    setDisabled: useMutation({
      mutationFn: ({ id, is_disabled }: { id: string; is_disabled: boolean }) =>
        users.edit(id, { is_disabled }, agencyId),
      onSuccess: put,
      onError: announceRefused,
    }),
    releaseLock: useMutation({
      mutationFn: (id: string) => users.releaseLock(id, agencyId),
      onSuccess: (user) => {
        put(user);
        announceDone(translated('{email} may try again.', { email: user.email }));
      },
      onError: announceRefused,
    }),
    endSessions: useMutation({
      mutationFn: (id: string) => users.endSessions(id, agencyId),
      onSuccess: ({ user, ended }) => {
        put(user);
        const { email } = user;
        announceDone(
          ended === 1
            ? translated('1 session of {email} ended.', { email })
            : translated('{ended} sessions of {email} ended.', { ended, email }),
        );
      },
      onError: announceRefused,
    }),
    resetFactors: useMutation({
      mutationFn: (id: string) => users.resetFactors(id, agencyId),
      onSuccess: (user) => {
        put(user);
        announceDone(
          translated('The second factors of {email} were removed, and their sessions ended.', { email: user.email }),
        );
      },
      onError: announceRefused,
    }),
    newPasswordLink: useMutation({
      mutationFn: (id: string) => users.newPasswordLink(id, agencyId),
      onSuccess: ({ user }) => put(user),
      onError: announceRefused,
    }),
  };
}

export type UserActions = ReturnType<typeof useUserActions>;

function usersKey(agencyId: string | null) {
  return ['users', agencyId] as const;
}

function withUser(users: readonly User[], changed: User): User[] {
  const isKnown = users.some(({ id }) => id === changed.id);
  return isKnown ? users.map((user) => (user.id === changed.id ? changed : user)) : [...users, changed];
}
