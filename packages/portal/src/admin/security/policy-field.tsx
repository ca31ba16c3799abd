import { Checkbox, NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { translated } from '../../words/translated.ts';
import { type FIELD_GROUPS, type FieldValue, valueText } from './policy-fields.ts';
import classes from './security.module.css';

type Field = NonNullable<(typeof FIELD_GROUPS)[number]['fields'][keyof (typeof FIELD_GROUPS)[number]['fields']]>;

interface PolicyFieldProps {
  field: Field;
  value: FieldValue;
  /** The loosest that may be chosen, which the field states. */
  loosest: FieldValue;
  /** What a number or a text is where the field had none before. */
  proposed: number | string;
  onChange: (value: FieldValue) => void;
}

/** One value of a policy: a number or a text, either of which may be none, or a switch. */
export function PolicyField({ field, value, loosest, proposed, onChange }: PolicyFieldProps) {
  const { bounds, longest, isStricterOn, words } = field;
  const label = translated(field.label);
  const description = translated(field.description);
  const none = field.none && translated(field.none);
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
  if (longest !== undefined) {
    return (
      <div className={classes.field}>
        <Textarea
          label={label}
          description={description}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={longest}
          value={value === null ? '' : String(value)}
          disabled={value === null}
          onChange={(event) => onChange(event.currentTarget.value)}
          required={value !== null}
          withAsterisk={false}
        />
        <Checkbox
          label={none}
          checked={value === null}
          disabled={loosest !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? null : proposed)}
        />
      </div>
    );
  }
  if (bounds === undefined) {
    return (
      <Checkbox
        label={label}
        description={description}
        checked={value === true}
        disabled={loosest === (isStricterOn === true)}
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
