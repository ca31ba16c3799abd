import { Chip, Group, NativeSelect } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { translated } from '../../words/translated.ts';
import { monthsUntil, monthText, PERIOD_WORDS, PERIODS, type Period, type PeriodName } from './period.ts';

/** Changes some parameters of the page's address and leaves the others. */
export function useAddressChange() {
  const [, setParams] = useSearchParams();
  return (changes: Readonly<Record<string, string>>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) after.set(name, value);
        return after;
      },
      { replace: true },
    );
}

/** Which days are reported; the page's address keeps it. */
export function PeriodChoice({ period, today }: { period: Period; today: string }) {
  const change = useAddressChange();
  return (
    <Group gap="xs" align="flex-end">
      <Chip.Group value={period.name} onChange={(name) => change({ period: name as PeriodName })}>
        <Group gap="xs" role="radiogroup" aria-label={translated('Period')}>
          {PERIODS.map((name) => (
            <Chip key={name} value={name}>
              {translated(PERIOD_WORDS[name])}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {period.month !== null && <MonthChoice month={period.month} today={today} />}
    </Group>
  );
}

/** The month that is reported. */
export function MonthChoice({ month, today }: { month: string; today: string }) {
  const change = useAddressChange();
  const offered = monthsUntil(today);
  const months = offered.includes(month) ? offered : [...offered, month];
  return (
    <NativeSelect
      label={translated('Month')}
      value={month}
      data={months.map((value) => ({ value, label: monthText(value) }))}
      onChange={(event) => change({ month: event.currentTarget.value })}
    />
  );
}
