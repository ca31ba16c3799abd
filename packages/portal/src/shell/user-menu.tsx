import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { SESSION_KEY } from '../api/query-client.ts';
import { useSallyport } from '../api/sallyport-context.tsx';
import { PersonIcon } from '../icons/icons.tsx';
import { useSession } from '../session/session-context.ts';

/** Who is signed in, and the way out. */
export function UserMenu() {
  const { user } = useSession();
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => sallyport.session.signOut(),
    onSuccess: () => {
      void navigate('/portal/sign-in', { replace: true });
      queryClient.setQueryData(SESSION_KEY, null);
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
    },
  });
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-md" leftSection={<PersonIcon />} c="inherit">
          {user.first_name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.first_name} {user.last_name}
          <br />
          {user.email}
          <br />
          Role: {user.role}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
