import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../current-session/use-may.ts';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { DispatchPositions } from './dispatch-positions.tsx';
import { PasswordGrants } from './password-grants.tsx';
import { PolicyForm } from './policy-form.tsx';
import { type PolicyOwner, useEditSecurityPolicy, useSecurityPolicy } from './use-security-policy.ts';

/** Admin, Security: what is asked of people's sign-in, at an agency or, for operators, at least at every agency. */
export function SecurityPage() {
  const agency = useAdminAgency();
  const may = useMay();
  const [isOfInstallation, setOfInstallation] = useState(false);
  const owner: PolicyOwner = isOfInstallation ? 'installation' : { agencyId: agency.agencyId };
  const policy = useSecurityPolicy(owner, isOfInstallation || agency.isReady);
  const edit = useEditSecurityPolicy(owner);
  return (
    <section aria-labelledby="security-title">
      <title>{translated('Security · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="security-title">{translated('Security')}</h2>
          <p>
            {translated(
              'What is asked of people who sign in. A change holds at once, for those who are signed in too.',
            )}
          </p>
        </div>
        {may('agencies:manage') && (
          <NativeSelect
            label={translated('Policy of')}
            value={isOfInstallation ? 'installation' : 'agency'}
            data={[
              { value: 'agency', label: translated('one agency') },
              { value: 'installation', label: translated('the installation: every agency at least, and operators') },
            ]}
            onChange={(event) => setOfInstallation(event.currentTarget.value === 'installation')}
          />
        )}
        {!isOfInstallation && <AgencyChoice agency={agency} />}
      </div>
      <Refused error={policy.error} />
      {policy.isPending && <Loading what={translated('the security policy')} />}
      {policy.data !== undefined && (
        <PolicyForm
          key={`${isOfInstallation} ${agency.agencyId} ${policy.dataUpdatedAt}`}
          policy={policy.data}
          isSaving={edit.isPending}
          error={edit.error}
          onSave={edit.mutate}
        />
      )}
      {!isOfInstallation && <DispatchPositions agencyId={agency.agencyId} isReady={agency.isReady} />}
      {!isOfInstallation && may('clients:manage') && (
        <PasswordGrants agencyId={agency.agencyId} isReady={agency.isReady} />
      )}
    </section>
  );
}
