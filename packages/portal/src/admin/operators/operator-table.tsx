import { Button } from '@mantine/core';
import type { User, UserList } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { useSession } from '../../current-session/session-context.ts';
import { announceDone, announceRefused } from '../../notices/announce.ts';
import { InstantAge } from '../../time/instant-age.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { UserState } from '../users/user-state.tsx';

const nameOf = ({ first_name, last_name }: User) => `${first_name} ${last_name}`.trim();

/** Those who run the installation, each with whether their sign-in is locked, and the way to disable each but oneself. */
export function OperatorTable({ operators }: { operators: readonly User[] }) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const ownId = useSession().user.id;
  const [asked, setAsked] = useState<User | null>(null);
  const put = (changed: User) =>
    queryClient.setQueryData<UserList>(
      ['operators'],
      (list) => list && { users: list.users.map((user) => (user.id === changed.id ? changed : user)) },
    );
  const setDisabled = useMutation({
    mutationFn: ({ id, isDisabled }: { id: string; isDisabled: boolean }) =>
      sallyport.operators.setDisabled(id, isDisabled),
    onSuccess: (changed) => {
      put(changed);
      const name = nameOf(changed);
      announceDone(
        changed.status === 'disabled'
          ? translated('{name} is disabled.', { name })
          : translated('{name} can sign in again.', { name }),
      );
    },
    onError: announceRefused,
    onSettled: () => {
      setAsked(null);
      return queryClient.invalidateQueries({ queryKey: ['operator-reviews'] });
    },
  });
  const release = useMutation({
    mutationFn: (id: string) => sallyport.operators.releaseLock(id),
    onSuccess: (released) => {
      put(released);
      announceDone(translated('{email} may try again.', { email: released.email }));
    },
    onError: announceRefused,
  });
  return (
    <>
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
                {nameOf(operator)}
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
              <td data-label={translated('Actions')}>
                {operator.id === ownId && !operator.is_locked ? (
                  '–'
                ) : (
                  <div className={classes.actions}>
                    {operator.id !== ownId && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-describedby={`operator-${operator.id}`}
                        disabled={setDisabled.isPending}
                        onClick={() =>
                          operator.status === 'disabled'
                            ? setDisabled.mutate({ id: operator.id, isDisabled: false })
                            : setAsked(operator)
                        }
                      >
                        {operator.status === 'disabled' ? translated('Enable') : translated('Disable')}
                      </Button>
                    )}
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
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked !== null && (
        <ConfirmDialog
          title={translated('Disable {name}', { name: nameOf(asked) })}
          action={translated('Disable')}
          keep={translated('Cancel')}
          isPending={setDisabled.isPending}
          onConfirm={() => setDisabled.mutate({ id: asked.id, isDisabled: true })}
          onClose={() => setAsked(null)}
        >
          <p>
            {translated(
              '{name} is signed out everywhere at once and cannot sign in: {count} open sessions and every token of theirs end. What they did stays, and another operator can enable them again.',
              { name: nameOf(asked), count: asked.open_sessions },
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
