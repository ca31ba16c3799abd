import { NativeSelect } from '@mantine/core';
import { translated } from '../../words/translated.ts';
import type { AdminAgency } from './use-admin-agency.ts';

/** An operator's choice of the agency to administer; nothing for an agency's own admin. */
export function AgencyChoice({ agency }: { agency: AdminAgency }) {
  if (!agency.isOperator) return null;
  return (
    <NativeSelect
      label={translated('Agency')}
      value={agency.agencyId ?? ''}
      data={agency.agencies.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(event) => agency.choose(event.currentTarget.value)}
    />
  );
}
