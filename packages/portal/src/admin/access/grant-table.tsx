import { Button } from '@mantine/core';
import type { Grant } from '@sallyport/contract';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';

interface GrantTableProps {
  grants: readonly Grant[];
  isRevoking: boolean;
  onRevoke: (grant: Grant) => void;
}

/** Grants in force, each with the button that ends it. */
export function GrantTable({ grants, ...rowProps }: GrantTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{translated('Application')}</th>
          <th scope="col">{translated('May')}</th>
          <th scope="col">{translated('Allowed by')}</th>
          <th scope="col">{translated('Last used')}</th>
          <th scope="col">{translated('Until')}</th>
          <th scope="col">{translated('Actions')}</th>
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
          {grant.kind === 'personal_token'
            ? translated('of {givenBy}', { givenBy: grant.given_by })
            : (grant.owner_name ?? grant.client_id)}
        </span>
      </th>
      <td data-label={translated('May')}>
        {grant.scopes.map(({ name, sentence }) => (
          <div key={name}>{serverText(sentence)}</div>
        ))}
      </td>
      <td data-label={translated('Allowed by')}>
        {grant.given_by}
        <span className={classes.small}>
          <InstantAge instant={grant.given_at} />
        </span>
      </td>
      <td data-label={translated('Last used')}>
        {grant.last_used_at === null ? translated('Never') : <InstantAge instant={grant.last_used_at} />}
      </td>
      <td data-label={translated('Until')}>
        <ShownInstant at={grant.ends_at} />
      </td>
      <td>
        <Button
          aria-describedby={nameId}
          size="compact-sm"
          variant="subtle"
          disabled={isRevoking}
          onClick={() => onRevoke(grant)}
        >
          {translated('End access')}
        </Button>
      </td>
    </tr>
  );
}
