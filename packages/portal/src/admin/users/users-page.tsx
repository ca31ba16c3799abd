import { Button } from '@mantine/core';
import type { User, UserWithPasswordLink } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { useRoles } from '../roles/use-roles.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { EditUserDialog } from './edit-user-dialog.tsx';
import { PasswordLinkDialog } from './password-link-dialog.tsx';
import { useUserActions, useUsers } from './use-users.ts';
import { UserTable } from './user-table.tsx';

/** Admin, Users. */
export function UsersPage() {
  const agency = useAdminAgency();
  const users = useUsers(agency.agencyId, agency.isReady);
  const { data: { roles } = { roles: [] } } = useRoles(agency.agencyId, agency.isReady);
  const actions = useUserActions(agency.agencyId);
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<User | null>(null);
  const [linked, setLinked] = useState<UserWithPasswordLink | null>(null);
  return (
    <section aria-labelledby="users-title">
      <title>{translated('Users · Sallyport')}</title>
      <div className={classes.toolbar}>
        <h2 id="users-title">{translated('Users')}</h2>
        <AgencyChoice agency={agency} />
        <Button leftSection={<PlusIcon />} disabled={roles.length === 0} onClick={() => setIsAdding(true)}>
          {translated('Add User')}
        </Button>
      </div>
      <Refused error={users.error} />
      {users.isPending && <Loading what={translated('the users')} />}
      {users.data !== undefined && (
        <UserTable
          users={users.data.users}
          actions={actions}
          onEdit={setEdited}
          onPasswordLink={(id) => actions.newPasswordLink.mutate(id, { onSuccess: setLinked })}
        />
      )}
      {isAdding && <AddUserDialog roles={roles} actions={actions} onClose={() => setIsAdding(false)} />}
      {edited !== null && (
        <EditUserDialog user={edited} roles={roles} actions={actions} onClose={() => setEdited(null)} />
      )}
      {linked !== null && <PasswordLinkDialog linked={linked} onClose={() => setLinked(null)} />}
    </section>
  );
}
