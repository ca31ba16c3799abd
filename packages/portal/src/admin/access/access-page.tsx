import type { Grant } from '@sallyport/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { EndAccessDialog } from './end-access-dialog.tsx';
import { GrantTable } from './grant-table.tsx';
import { useGrants, useRevokeGrant } from './use-grants.ts';

/** Admin, Access: which applications this agency allowed to use its data. */
export function AccessPage() {
  const agency = useAdminAgency();
  const grants = useGrants(agency.agencyId, agency.isReady);
  const revoke = useRevokeGrant(agency.agencyId);
  const [asked, setAsked] = useState<Grant | null>(null);
  return (
    <section aria-labelledby="access-title">
      <title>{translated('Access · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="access-title">{translated('Access')}</h2>
          <p>
            {translated(
              'The applications that an admin of this agency allowed to use its data, and its admins’ personal tokens.',
            )}
          </p>
          {!agency.isOperator && <Link to="/portal/admin/personal-token">{translated('Issue a personal token')}</Link>}
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={grants.error} />
      {grants.isPending && <Loading what={translated('the access')} />}
      {grants.data?.grants.length === 0 && (
        <p>{translated('No application has access. There is no personal token.')}</p>
      )}
      {grants.data !== undefined && grants.data.grants.length > 0 && (
        <GrantTable grants={grants.data.grants} onRevoke={setAsked} isRevoking={revoke.isPending} />
      )}
      {asked !== null && (
        <EndAccessDialog
          grant={asked}
          isPending={revoke.isPending}
          onConfirm={() =>
            revoke.mutate({ id: asked.id, name: asked.application_name }, { onSettled: () => setAsked(null) })
          }
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
