import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { translated } from '../../words/translated.ts';
import { type FIELD_GROUPS, type FieldValue, valueText } from './policy-fields.ts';
import classes from './security.module.css';

type Field = NonNullable<(typeof FIELD_GROUPS)[number]['fields'][keyof (typeof FIELD_GROUPS)[number]['fields']]>;

interface PolicyFieldProps {
  field: Field;
  value: FieldValue;
  /** The loosest that may be chosen, which the field states. */
  loosest: FieldValue;
  /** What a number is where the field had none before. */
  proposed: number;
  onChange: (value: FieldValue) => void;
}

/** One value of a policy: a number, a number or none, or a switch. */
export function PolicyField({ field, value, loosest, proposed, onChange }: PolicyFieldProps) {
  const { label, description, bounds, words, none } = field;
  if (words !== undefined) {
    const names = Object.keys(words);
    const allowed = names.slice(names.indexOf(String(loosest)));
    return (
      <NativeSelect
        label={label}
        description={description}
        value={String(value)}
        data={allowed.map((name) => {
          const word = words[name];
          return { value: name, label: word === undefined ? name : translated(word) };
        })}
        onChange={(event) => onChange(event.currentTarget.value as FieldValue)}
      />
    );
  }
  if (bounds === undefined) {
    return (
      <Checkbox
        label={label}
        description={description}
        checked={value === true}
        disabled={loosest === false}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  const [min, max] = bounds;
  return (
    <div className={classes.field}>
      <NumberInput
        label={label}
        description={translated('{description} At the loosest here: {field}.', {
          description,
          field: valueText(field, loosest),
        })}
        min={min}
        max={max}
        allowDecimal={false}
        value={value === null ? '' : Number(value)}
        disabled={value === null}
        onChange={(given) => onChange(given === '' ? min : Number(given))}
        required={value !== null}
        withAsterisk={false}
      />
      {none !== undefined && (
        <Checkbox
          label={none}
          checked={value === null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : proposed)}
        />
      )}
    </div>
  );
}
