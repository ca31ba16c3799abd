import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSession } from '../current-session/session-context.ts';
import classes from './consent.module.css';

/** Who is answering, and the way to let somebody else: the gate asks them to sign in and comes back to this request. */
export function OtherPerson() {
  const { user } = useSession();
  const { session } = useSallyport();
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => session.signOut(),
    onSuccess: () => {
      queryClient.setQueryData(SESSION_KEY, null);
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
    },
  });
  return (
    <div className={classes.person}>
      <span>Signed in as {user.email}</span>
      <Button variant="subtle" size="compact-sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign in as someone else
      </Button>
    </div>
  );
}
