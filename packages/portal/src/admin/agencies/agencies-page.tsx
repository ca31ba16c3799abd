import { Button } from '@mantine/core';
import type { OperatedAgencyList } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { PlusIcon } from '../../icons/icons.tsx';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { AddAgencyDialog } from './add-agency-dialog.tsx';
import { DisableAgencyDialog } from './disable-agency-dialog.tsx';
import { agencyLanguageText, LanguageDialog } from './language-dialog.tsx';
import { TimeZoneDialog } from './time-zone-dialog.tsx';

type ListedAgency = OperatedAgencyList['agencies'][number];

/** Admin, Agencies: for operators. */
export function AgenciesPage() {
  const sallyport = useSallyport();
  const agencies = useQuery({ queryKey: ['agencies'], queryFn: ({ signal }) => sallyport.agencies.list(signal) });
  const [isAdding, setIsAdding] = useState(false);
  const [edited, setEdited] = useState<ListedAgency | null>(null);
  const [spoken, setSpoken] = useState<ListedAgency | null>(null);
  const [switched, setSwitched] = useState<ListedAgency | null>(null);
  return (
    <section aria-labelledby="agencies-title">
      <title>{translated('Agencies · Sallyport')}</title>
      <div className={classes.toolbar}>
        <h2 id="agencies-title">{translated('Agencies')}</h2>
        <Button leftSection={<PlusIcon />} onClick={() => setIsAdding(true)}>
          {translated('Add agency')}
        </Button>
      </div>
      <Refused error={agencies.error} />
      {agencies.isPending && <Loading what={translated('the agencies')} />}
      {agencies.data !== undefined && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Name')}</th>
              <th scope="col">Id</th>
              <th scope="col">{translated('Time zone')}</th>
              <th scope="col">{translated('Language')}</th>
              <th scope="col">{translated('State')}</th>
              <th scope="col">{translated('Boundary')}</th>
              <th scope="col">{translated('Administer')}</th>
            </tr>
          </thead>
          <tbody>
            {agencies.data.agencies.map((agency) => {
              const { id, name, time_zone, language, has_boundary, is_disabled } = agency;
              return (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  <td data-label="Id">{id}</td>
                  <td data-label={translated('Time zone')}>
                    <button
                      type="button"
                      className={classes.asLink}
                      onClick={() => setEdited(agency)}
                      aria-label={translated('Time zone of {name}: {timeZone}', { name, timeZone: time_zone })}
                    >
                      {time_zone}
                    </button>
                  </td>
                  <td data-label={translated('Language')}>
                    <button
                      type="button"
                      className={classes.asLink}
                      onClick={() => setSpoken(agency)}
                      aria-label={translated('Language of {name}: {language}', {
                        name,
                        language: agencyLanguageText(language),
                      })}
                    >
                      {agencyLanguageText(language)}
                    </button>
                  </td>
                  <td data-label={translated('State')}>
                    <button
                      type="button"
                      className={classes.asLink}
                      onClick={() => setSwitched(agency)}
                      aria-label={translated('State of {name}: {value}', {
                        name,
                        value: (is_disabled ? translated('Disabled') : translated('In use')).toLowerCase(),
                      })}
                    >
                      {is_disabled ? translated('Disabled') : translated('In use')}
                    </button>
                  </td>
                  <td data-label={translated('Boundary')}>
                    <Link to={`/portal/admin/agencies/${encodeURIComponent(id)}/boundary`}>
                      {has_boundary
                        ? translated('Boundary of {name}', { name })
                        : translated('Set the boundary of {name}', { name })}
                    </Link>
                  </td>
                  <td data-label={translated('Administer')}>
                    <span>
                      <Link to={`/portal/admin/users?agency=${encodeURIComponent(id)}`}>
                        {translated('Users of')} {name}
                      </Link>
                      {' · '}
                      <Link to={`/portal/admin/clients?agency=${encodeURIComponent(id)}`}>
                        {translated('Clients of')} {name}
                      </Link>
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {edited !== null && <TimeZoneDialog agency={edited} onClose={() => setEdited(null)} />}
      {spoken !== null && <LanguageDialog agency={spoken} onClose={() => setSpoken(null)} />}
      {switched !== null && <DisableAgencyDialog agency={switched} onClose={() => setSwitched(null)} />}
      {isAdding && <AddAgencyDialog onClose={() => setIsAdding(false)} />}
    </section>
  );
}
