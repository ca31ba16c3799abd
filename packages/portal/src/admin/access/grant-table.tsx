import { Button } from '@mantine/core';
import type { Grant } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import classes from '../layout/admin.module.css';

interface GrantTableProps {
  grants: readonly Grant[];
  isRevoking: boolean;
  onRevoke: (revoked: { id: string; name: string }) => void;
}

/** Grants in force, each with the button that ends it. */
export function GrantTable({ grants, ...rowProps }: GrantTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Application</th>
          <th scope="col">May</th>
          <th scope="col">Allowed by</th>
          <th scope="col">Last used</th>
          <th scope="col">Until</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <GrantRow key={grant.id} grant={grant} {...rowProps} />
        ))}
      </tbody>
    </table>
  );
}

function GrantRow({ grant, isRevoking, onRevoke }: { grant: Grant } & Omit<GrantTableProps, 'grants'>) {
  const nameId = `grant-${grant.id}`;
  return (
    <tr>
      <th scope="row" id={nameId}>
        {grant.application_name}
        <span className={classes.small}>
          {grant.kind === 'personal_token' ? `of ${grant.given_by}` : (grant.owner_name ?? grant.client_id)}
        </span>
      </th>
      <td data-label="May">
        {grant.scopes.map(({ name, sentence }) => (
          <div key={name}>{sentence}</div>
        ))}
      </td>
      <td data-label="Allowed by">
        {grant.given_by}
        <span className={classes.small}>
          <InstantAge instant={grant.given_at} />
        </span>
      </td>
      <td data-label="Last used">
        {grant.last_used_at === null ? 'Never' : <InstantAge instant={grant.last_used_at} />}
      </td>
      <td data-label="Until">
        <ShownInstant at={grant.ends_at} />
      </td>
      <td>
        <Button
          aria-describedby={nameId}
          size="compact-sm"
          variant="subtle"
          disabled={isRevoking}
          onClick={() => onRevoke({ id: grant.id, name: grant.application_name })}
        >
          End access
        </Button>
      </td>
    </tr>
  );
}
