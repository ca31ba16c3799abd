import { Button, NativeSelect, Popover, Switch } from '@mantine/core';
import type { IncidentSummary } from '@sallyport/contract';
import { useSearchParams } from 'react-router';
import classes from './filter-bar.module.css';
import { FILTER_NAMES, type FilterName, type QueueFilter, readOrder, withFilter } from './queue-filter.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

const WORDS: Readonly<Record<FilterName, string>> = {
  kind: 'Kind',
  status: 'Status',
  type: 'Type',
  source: 'Source',
  within: 'Came in',
  tests: 'Tests',
};
const FIXED: Partial<Readonly<Record<FilterName, readonly Choice[]>>> = {
  kind: [
    { value: 'alert', label: 'Alerts' },
    { value: 'call', label: 'Calls' },
    { value: 'cad', label: 'CAD incidents' },
  ],
  within: [
    { value: '1', label: 'Within an hour' },
    { value: '4', label: 'Within 4 hours' },
    { value: '12', label: 'Within 12 hours' },
    { value: '24', label: 'Within a day' },
  ],
  tests: [
    { value: 'exclude', label: 'Without tests' },
    { value: 'include', label: 'With tests' },
  ],
};

/** What may be chosen: what the loaded incidents have. */
function choicesIn(name: FilterName, incidents: readonly IncidentSummary[]): readonly Choice[] {
  const fixed = FIXED[name];
  if (fixed !== undefined) return fixed;
  const found = new Map<string, string>();
  for (const { status, emergency_type: type, supplied_by } of incidents) {
    if (name === 'status') found.set(status.name, status.display_name);
    if (name === 'source') found.set(supplied_by, supplied_by);
    if (name === 'type' && type !== null && !type.name.startsWith('TEST_')) found.set(type.name, type.display_name);
  }
  return [...found]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

interface FilterBarProps {
  filter: QueueFilter;
  /** From which the choices are. */
  incidents: readonly IncidentSummary[];
  isDense: boolean;
  onDense: (isDense: boolean) => void;
}

/** What of the queue is shown, as chips that are taken away one by one, and how: the URL keeps it. */
export function FilterBar({ filter, incidents, isDense, onDense }: FilterBarProps) {
  const [params, setParams] = useSearchParams();
  const set = (name: FilterName | 'order', value: string | null) =>
    setParams(withFilter(params, name, value), { replace: true });
  const chosen = FILTER_NAMES.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    const known = choicesIn(name, incidents).find((choice) => choice.value === value);
    return [{ name, text: known?.label ?? `${WORDS[name]}: ${value}` }];
  });
  return (
    <div className={classes.bar}>
      {chosen.length > 0 && (
        <ul className={classes.chips} aria-label="Filters">
          {chosen.map(({ name, text }) => (
            <li key={name}>
              <button
                type="button"
                className={classes.chip}
                onClick={() => set(name, null)}
                aria-label={`Remove filter ${text}`}
              >
                {text} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Popover position="bottom-end" trapFocus withinPortal={false}>
        <Popover.Target>
          <Button size="compact-sm" variant="default">
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.panel} aria-label="Filter">
          {FILTER_NAMES.map((name) => (
            <NativeSelect
              key={name}
              label={WORDS[name]}
              size="xs"
              value={filter[name] ?? ''}
              onChange={(event) => set(name, event.currentTarget.value)}
              data={withCurrent(filter[name], [{ value: '', label: 'All' }, ...choicesIn(name, incidents)])}
            />
          ))}
          <NativeSelect
            label="Order"
            size="xs"
            value={readOrder(params)}
            onChange={(event) => set('order', event.currentTarget.value === 'newest' ? 'newest' : null)}
            data={[
              { value: 'gravest', label: 'Gravest first, then newest' },
              { value: 'newest', label: 'Newest first' },
            ]}
          />
          <Switch label="One line a row" checked={isDense} onChange={(event) => onDense(event.currentTarget.checked)} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

/** A value of the URL that nothing loaded has can be seen and taken away, too. */
function withCurrent(value: string | undefined, choices: readonly Choice[]): Choice[] {
  const isKnown = value === undefined || choices.some((choice) => choice.value === value);
  return isKnown ? [...choices] : [...choices, { value, label: value }];
}
