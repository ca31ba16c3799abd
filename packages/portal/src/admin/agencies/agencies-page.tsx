import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { Loading } from '../../app/loading.tsx';
import { PlusIcon } from '../../icons/icons.tsx';
import classes from '../admin.module.css';
import { Refused } from '../refused.tsx';
import { AddAgencyDialog } from './add-agency-dialog.tsx';

/** Admin, Agencies: for operators. */
export function AgenciesPage() {
  const sallyport = useSallyport();
  const agencies = useQuery({ queryKey: ['agencies'], queryFn: ({ signal }) => sallyport.agencies.list(signal) });
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section aria-labelledby="agencies-title">
      <title>Agencies · Sallyport</title>
      <div className={classes.toolbar}>
        <h2 id="agencies-title">Agencies</h2>
        <Button leftSection={<PlusIcon />} onClick={() => setIsAdding(true)}>
          Add agency
        </Button>
      </div>
      <Refused error={agencies.error} />
      {agencies.isPending && <Loading what="agencies" />}
      {agencies.data !== undefined && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Id</th>
              <th scope="col">Boundary</th>
              <th scope="col">Administer</th>
            </tr>
          </thead>
          <tbody>
            {agencies.data.agencies.map(({ id, name, has_boundary }) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                <td data-label="Id">{id}</td>
                <td data-label="Boundary">
                  <Link to={`/portal/admin/agencies/${encodeURIComponent(id)}/boundary`}>
                    {has_boundary ? `Boundary of ${name}` : `Set the boundary of ${name}`}
                  </Link>
                </td>
                <td data-label="Administer">
                  <Link to={`/portal/admin/users?agency=${encodeURIComponent(id)}`}>Users of {name}</Link>
                  {' · '}
                  <Link to={`/portal/admin/clients?agency=${encodeURIComponent(id)}`}>Clients of {name}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isAdding && <AddAgencyDialog onClose={() => setIsAdding(false)} />}
    </section>
  );
}
