import { Button } from '@mantine/core';
import type { AgencyRole } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { RoleDialog } from './role-dialog.tsx';
import { RoleMatrix } from './role-matrix.tsx';
import own from './roles.module.css';
import { useRoleActions, useRoles } from './use-roles.ts';

/** Admin, Roles: what each role may do, and the agency's own roles. */
export function RolesPage() {
  const agency = useAdminAgency();
  const roles = useRoles(agency.agencyId, agency.isReady);
  const actions = useRoleActions(agency.agencyId);
  const [edited, setEdited] = useState<AgencyRole | 'new' | null>(null);
  const ownRoles = roles.data?.roles.filter(({ is_own }) => is_own) ?? [];
  return (
    <section aria-labelledby="roles-title">
      <title>{translated('Roles · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="roles-title">{translated('Roles')}</h2>
          <p>{translated('What people may do. Nobody can give a right that they have not.')}</p>
        </div>
        <AgencyChoice agency={agency} />
        <Button leftSection={<PlusIcon />} disabled={!agency.isReady} onClick={() => setEdited('new')}>
          {translated('Add role')}
        </Button>
      </div>
      <Refused error={roles.error} />
      {roles.isPending && <Loading what={translated('the roles')} />}
      {ownRoles.length > 0 && (
        <ul className={own.own} aria-label={translated('Own roles')}>
          {ownRoles.map((role) => (
            <li key={role.id}>
              <Button variant="default" size="compact-sm" onClick={() => setEdited(role)}>
                {translated('Edit')} {role.title}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {roles.data !== undefined && <RoleMatrix roles={roles.data.roles} />}
      {edited !== null && (
        <RoleDialog role={edited === 'new' ? null : edited} actions={actions} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}
