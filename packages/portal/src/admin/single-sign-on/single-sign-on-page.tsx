import { Button } from '@mantine/core';
import type { IdentityProvider } from '@sallyport/contract';
import { useState } from 'react';
import { PlusIcon } from '../../icons/icons.tsx';
import { Dialog } from '../../notices/dialog.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { useRoles } from '../roles/use-roles.ts';
import { ProviderForm } from './provider-form.tsx';
import own from './single-sign-on.module.css';
import { useProviderActions, useProviders } from './use-providers.ts';

/** Admin, Single sign-on: the agency's own identity providers. */
export function SingleSignOnPage() {
  const agency = useAdminAgency();
  const providers = useProviders(agency.agencyId, agency.isReady);
  const { data: { roles } = { roles: [] } } = useRoles(agency.agencyId, agency.isReady);
  const actions = useProviderActions(agency.agencyId);
  const [edited, setEdited] = useState<IdentityProvider | 'new' | null>(null);
  const close = () => {
    actions.save.reset();
    actions.remove.reset();
    setEdited(null);
  };
  const all = providers.data?.identity_providers ?? [];
  return (
    <section aria-labelledby="sso-title">
      <title>{translated('Single sign-on · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="sso-title">{translated('Single sign-on')}</h2>
          <p>
            {translated("People sign in by the agency's own identity provider, and are added at their first sign-in.")}
          </p>
        </div>
        <AgencyChoice agency={agency} />
        <Button leftSection={<PlusIcon />} disabled={roles.length === 0} onClick={() => setEdited('new')}>
          {translated('Add identity provider')}
        </Button>
      </div>
      <Refused error={providers.error} />
      {providers.isPending && <Loading what={translated('identity providers')} />}
      {providers.data !== undefined && all.length === 0 && <p>{translated('Everybody signs in by password.')}</p>}
      {all.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Title')}</th>
              <th scope="col">{translated('Domains')}</th>
              <th scope="col">{translated('State')}</th>
              <th scope="col">{translated('To register there')}</th>
              <th scope="col">{translated('Actions')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((provider) => (
              <tr key={provider.id}>
                <th scope="row">
                  {provider.title}
                  <span className={classes.small}>{provider.issuer}</span>
                </th>
                <td data-label={translated('Domains')}>{provider.domains.join(', ') || translated('None')}</td>
                <td data-label={translated('State')}>
                  {provider.is_disabled ? translated('Disabled') : translated('In use')}
                </td>
                <td>
                  <Addresses provider={provider} />
                </td>
                <td>
                  <Button size="compact-sm" variant="subtle" onClick={() => setEdited(provider)}>
                    {translated('Edit')} {provider.title}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {edited !== null && (
        <Dialog
          onClose={close}
          title={edited === 'new' ? translated('Add identity provider') : translated('Edit identity provider')}
        >
          <ProviderForm
            provider={edited === 'new' ? null : edited}
            roles={roles.filter(({ may_be_given }) => may_be_given)}
            actions={actions}
            onClose={close}
          />
        </Dialog>
      )}
    </section>
  );
}

function Addresses({ provider }: { provider: IdentityProvider }) {
  return (
    <dl className={own.addresses}>
      {provider.saml !== null && (
        <>
          <dt>{translated('Metadata')}</dt>
          <dd>{provider.saml.metadata_url}</dd>
          <dt>{translated('Entity id')}</dt>
          <dd>{provider.client_id}</dd>
        </>
      )}
      <dt>{provider.saml === null ? translated('Redirect URI') : translated('Assertion consumer service')}</dt>
      <dd>{provider.redirect_uri}</dd>
      {provider.backchannel_logout_uri !== null && (
        <>
          <dt>{translated('Back-channel logout URI')}</dt>
          <dd>{provider.backchannel_logout_uri}</dd>
        </>
      )}
      <dt>{translated('Link to sign in')}</dt>
      <dd>{provider.start_url}</dd>
    </dl>
  );
}
