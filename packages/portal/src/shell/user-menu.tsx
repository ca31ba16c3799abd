import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useSignOut } from '../api/use-sign-out.ts';
import { useSession } from '../current-session/session-context.ts';
import { useMay } from '../current-session/use-may.ts';
import { PersonIcon } from '../icons/icons.tsx';
import { serverText, translated } from '../words/translated.ts';
import classes from './shell.module.css';

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { user } = useSession();
  const sallyport = useSallyport();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const signOut = useSignOut(
    () => sallyport.session.signOut(),
    () => void navigate('/portal/sign-in', { replace: true }),
  );
  return (
    <Popover position="bottom-end" trapFocus withinPortal={false} opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          c="inherit"
          leftSection={<PersonIcon />}
          onClick={() => setOpen(!isOpen)}
          aria-label={translated('Signed in as {name}', { name: `${user.first_name} ${user.last_name}` })}
        >
          <span className={classes.firstName}>{user.first_name}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.user} aria-label={translated('Signed in')}>
        <p>
          <strong>
            {user.first_name} {user.last_name}
          </strong>
          <span>{user.email}</span>
          <span>{translated('Role: {role}', { role: serverText(user.role_title) })}</span>
        </p>
        {may('factors:own') && (
          <Button fullWidth variant="default" component={Link} to="/portal/account" onClick={() => setOpen(false)}>
            {translated('My account')}
          </Button>
        )}
        <Button fullWidth variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {translated('Sign out')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
