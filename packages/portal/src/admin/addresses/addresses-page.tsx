import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import { AgencyChoice } from '../chosen-agency/agency-choice.tsx';
import { useAdminAgency } from '../chosen-agency/use-admin-agency.ts';
import classes from '../layout/admin.module.css';
import { AddressTable } from './address-table.tsx';
import { LinkForm } from './link-form.tsx';
import { LoadForm } from './load-form.tsx';
import { useAddresses, useAgencyMap } from './use-addresses.ts';

/** Admin, Addresses: the agency's address points and road centre lines. */
export function AddressesPage() {
  const agency = useAdminAgency();
  const addresses = useAddresses(agency.agencyId, agency.isReady);
  const map = useAgencyMap(agency.agencyId, agency.isReady);
  return (
    <section aria-labelledby="addresses-title">
      <title>{translated('Addresses · Sallyport')}</title>
      <div className={classes.toolbar}>
        <div>
          <h2 id="addresses-title">{translated('Addresses')}</h2>
          <p>
            {translated(
              'With this agency’s address points and road centre lines, positions have their nearest address and cross streets, and alerts with an address alone are on the map.',
            )}
          </p>
        </div>
        <AgencyChoice agency={agency} />
      </div>
      <Refused error={addresses.error} />
      {addresses.isPending && <Loading what={translated('the addresses')} />}
      {addresses.data !== undefined && (
        <>
          <AddressTable agencyId={agency.agencyId} sets={addresses.data.sets} />
          <LoadForm key={agency.agencyId} agencyId={agency.agencyId} />
        </>
      )}
      {map.data !== undefined && (
        <LinkForm key={`link ${agency.agencyId}`} agencyId={agency.agencyId} link={map.data.position_link} />
      )}
    </section>
  );
}
