import { Button, NativeSelect, Popover, Switch } from '@mantine/core';
import type { IncidentSummary } from '@sallyport/contract';
import { Link, useSearchParams } from 'react-router';
import { areaWords } from '../area/area-words.ts';
import type { Text } from '../words/spanish/spanish.ts';
import { serverText, translated } from '../words/translated.ts';
import classes from './filter-bar.module.css';
import {
  FILTER_NAMES,
  type FilterName,
  isArea,
  type QueueFilter,
  readIsGrouped,
  readOrder,
  withFilter,
} from './queue-filter.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FixedChoice {
  readonly value: string;
  readonly label: Text;
}

const WORDS: Readonly<Record<FilterName, Text>> = {
  kind: 'Kind',
  status: 'Status',
  type: 'Type',
  source: 'Source',
  within: 'Came in',
  area: 'Area',
  tests: 'Tests',
};
const FIXED: Partial<Readonly<Record<FilterName, readonly FixedChoice[]>>> = {
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
  area: [{ value: 'boundary', label: 'Within our boundary' }],
  tests: [
    { value: 'exclude', label: 'Without tests' },
    { value: 'include', label: 'With tests' },
  ],
};

/** What may be chosen: what the loaded incidents have. */
function choicesIn(name: FilterName, incidents: readonly IncidentSummary[]): readonly Choice[] {
  const fixed = FIXED[name];
  if (fixed !== undefined) return fixed.map(({ value, label }) => ({ value, label: translated(label) }));
  const found = new Map<string, string>();
  for (const { status, emergency_type: type, supplied_by } of incidents) {
    if (name === 'status') found.set(status.name, serverText(status.display_name));
    if (name === 'source') found.set(supplied_by, supplied_by);
    if (name === 'type' && type !== null && !type.name.startsWith('TEST_'))
      found.set(type.name, serverText(type.display_name));
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
  const set = (name: FilterName | 'order' | 'group', value: string | null) =>
    setParams(withFilter(params, name, value), { replace: true });
  const chosen = FILTER_NAMES.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    const known = choicesIn(name, incidents).find((choice) => choice.value === value);
    return [{ name, text: known?.label ?? unknownText(name, value) }];
  });
  return (
    <div className={classes.bar}>
      {chosen.length > 0 && (
        <ul className={classes.chips} aria-label={translated('Filters')}>
          {chosen.map(({ name, text }) => (
            <li key={name}>
              <button
                type="button"
                className={classes.chip}
                onClick={() => set(name, null)}
                aria-label={translated('Remove filter {text}', { text })}
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
            {translated('Filter')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes.panel} aria-label={translated('Filter')}>
          {FILTER_NAMES.map((name) => (
            <NativeSelect
              key={name}
              label={translated(WORDS[name])}
              size="xs"
              value={filter[name] ?? ''}
              onChange={(event) => set(name, event.currentTarget.value)}
              data={withCurrent(name, filter[name], [
                { value: '', label: translated('All') },
                ...choicesIn(name, incidents),
              ])}
            />
          ))}
          <Link
            to={{
              pathname: '/portal/map',
              search: filter.area === undefined ? '' : `area=${encodeURIComponent(filter.area)}`,
            }}
          >
            {translated('Draw an area on the map')}
          </Link>
          <NativeSelect
            label={translated('Order')}
            size="xs"
            value={readOrder(params)}
            onChange={(event) => set('order', event.currentTarget.value === 'newest' ? 'newest' : null)}
            data={[
              { value: 'gravest', label: translated('Gravest first, then newest') },
              { value: 'newest', label: translated('Newest first') },
            ]}
          />
          <Switch
            label={translated('One row for one caller or place')}
            checked={readIsGrouped(params)}
            onChange={(event) => set('group', event.currentTarget.checked ? 'scene' : null)}
          />
          <Switch
            label={translated('One line a row')}
            checked={isDense}
            onChange={(event) => onDense(event.currentTarget.checked)}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

/** A value that is none of the choices: a part of the map is seen on it, and named as such. */
const unknownText = (name: FilterName, value: string) =>
  name === 'area' && isArea(value) ? areaWords(value) : `${translated(WORDS[name])}: ${value}`;

/** A value of the URL that nothing loaded has can be seen and taken away, too. */
function withCurrent(name: FilterName, value: string | undefined, choices: readonly Choice[]): Choice[] {
  const isKnown = value === undefined || choices.some((choice) => choice.value === value);
  return isKnown ? [...choices] : [...choices, { value, label: name === 'area' ? unknownText(name, value) : value }];
}
