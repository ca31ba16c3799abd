import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useMemo } from 'react';
import { translated } from '../../words/translated.ts';

/** Asks for an IANA time zone, offering those that this browser knows; the server decides whether it is one. */
export function TimeZoneField(props: Omit<AutocompleteProps, 'data' | 'label'>) {
  const zones = useMemo(knownZones, []);
  return (
    <Autocomplete
      label={translated('Time zone')}
      description={translated('Its people see every time in it. For example America/New_York.')}
      maxLength={64}
      limit={50}
      // Opened with its dialog, the list would cover the dialog's buttons.
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
      {...props}
      data={zones}
    />
  );
}

/** The zone of this workstation. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function knownZones(): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set(['UTC', ownZone(), ...known])];
}
