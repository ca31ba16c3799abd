import { Button } from '@mantine/core';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { useSession } from '../current-session/session-context.ts';
import { translated } from '../words/translated.ts';
import classes from './consent.module.css';

/** Who is answering, and the way to let somebody else: the gate asks them to sign in and comes back to this request. */
export function OtherPerson({ label = translated('Sign in as someone else') }: { label?: string }) {
  const { user } = useSession();
  const { session } = useSallyport();
  const signOut = useSignOut(() => session.signOut());
  return (
    <div className={classes.person}>
      <span>
        {translated('Signed in as')} {user.email}
      </span>
      <Button variant="subtle" size="compact-sm" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {label}
      </Button>
    </div>
  );
}
