import { Button } from '@mantine/core';
import type { User, UserList } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { UserState } from '../users/user-state.tsx';

/** Those who run the installation, each with whether their sign-in is locked. */
export function OperatorTable({ operators }: { operators: readonly User[] }) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const release = useMutation({
    mutationFn: (id: string) => sallyport.operators.releaseLock(id),
    onSuccess: (released) => {
      queryClient.setQueryData<UserList>(
        ['operators'],
        (list) => list && { users: list.users.map((user) => (user.id === released.id ? released : user)) },
      );
      announceDone(translated('{email} may try again.', { email: released.email }));
    },
    onError: announceRefused,
  });
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Name')}</th>
          <th scope="col">{translated('Status')}</th>
          <th scope="col">{translated('Last sign-in')}</th>
          <th scope="col">{translated('Open sessions')}</th>
          <th scope="col">{translated('Actions')}</th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => (
          <tr key={operator.id}>
            <th scope="row" id={`operator-${operator.id}`}>
              {operator.first_name} {operator.last_name}
              <span className={classes.small}>{operator.email}</span>
            </th>
            <td data-label={translated('Status')}>
              <UserState user={operator} />
            </td>
            <td data-label={translated('Last sign-in')}>
              {operator.last_signed_in_at === null ? (
                translated('Never')
              ) : (
                <InstantAge instant={operator.last_signed_in_at} />
              )}
            </td>
            <td data-label={translated('Open sessions')}>{operator.open_sessions}</td>
            <td>
              {operator.is_locked && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-describedby={`operator-${operator.id}`}
                  onClick={() => release.mutate(operator.id)}
                >
                  {translated('Release lock')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
