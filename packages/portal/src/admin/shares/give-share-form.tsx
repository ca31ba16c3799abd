import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { GiveShareRequest, ShareList } from '@sallyport/contract';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { readBox } from './box.ts';
import { useGiveShare } from './use-shares.ts';

const HOURS = [8, 24, 168, 720, 8_784] as const;
const EMPTY = {
  ...{ to: '', kind: '', type: '', where: '', box: '', hours: '24', reason: '' },
  ...{ includesSensitive: false, mayAnswer: false },
};

function requestOf({ to, kind, type, where, box, hours, reason, ...terms }: typeof EMPTY): GiveShareRequest {
  return {
    to_agency_id: to,
    for_hours: Number(hours),
    ...(kind !== '' && { kind: kind as 'alert' | 'call' }),
    ...(type.trim() !== '' && { emergency_type: type.trim() }),
    ...(where !== '' && { area: where === 'boundary' ? where : box.replaceAll(' ', '') }),
    ...(terms.includesSensitive && { includes_sensitive: true }),
    ...(terms.mayAnswer && { may_answer: true }),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  };
}

const hoursText = (hours: number) =>
  hours < 48 ? translated('{count} h', { count: hours }) : translated('{count} days', { count: hours / 24 });

function boxFaultText(box: string): string | null {
  const { fault } = readBox(box);
  if (fault === null) return null;
  return fault === 'no_box'
    ? translated('Four numbers with commas between: west, south, east and north.')
    : translated('More than half the earth: west and east are exchanged, or the box is too wide.');
}

/** What a box is that begins east of where it ends. */
function boxHint(box: string): string | null {
  const { fault, isOverAntimeridian } = readBox(box);
  return fault === null && isOverAntimeridian
    ? translated('This box crosses the 180th meridian, as those of Alaska and Fiji do.')
    : null;
}

interface GiveShareFormProps {
  agencyId: string | null;
  agencies: ShareList['agencies'];
}

/** Lets another agency see what is of a kind, a type or an area, for a time. */
export function GiveShareForm({ agencyId, agencies }: GiveShareFormProps) {
  const form = useForm({
    initialValues: EMPTY,
    validate: { box: (box, { where }) => (where === 'box' ? boxFaultText(box) : null) },
  });
  const give = useGiveShare(agencyId);
  const submit = form.onSubmit((values) => give.mutate(requestOf(values), { onSuccess: () => form.reset() }));
  const { to, kind, type, where } = form.values;
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        label={translated('Agency')}
        required
        data={[
          { value: '', label: translated('Choose an agency') },
          ...agencies.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...form.getInputProps('to')}
      />
      <NativeSelect
        label={translated('Kind')}
        data={[
          { value: '', label: translated('Alerts and calls') },
          { value: 'alert', label: translated('Alerts') },
          { value: 'call', label: translated('Calls') },
        ]}
        {...form.getInputProps('kind')}
      />
      <TextInput
        label={translated('Type')}
        description={translated('As its sender names it, as FIRE; empty is any')}
        maxLength={60}
        {...form.getInputProps('type')}
      />
      <NativeSelect
        label={translated('Area')}
        data={[
          { value: '', label: translated('Anywhere') },
          { value: 'boundary', label: translated('Within the other agency’s boundary, as it is now') },
          { value: 'box', label: translated('Within a box') },
        ]}
        {...form.getInputProps('where')}
      />
      {where === 'box' && (
        <TextInput
          label={translated('West, south, east and north, in degrees')}
          placeholder="-74.02, 40.70, -73.96, 40.76"
          description={boxHint(form.values.box)}
          required
          maxLength={90}
          {...form.getInputProps('box')}
        />
      )}
      <NativeSelect
        label={translated('For at most')}
        data={HOURS.map((hours) => ({ value: String(hours), label: hoursText(hours) }))}
        {...form.getInputProps('hours')}
      />
      <Checkbox
        label={translated('Its people may open sensitive cards; both agencies record each')}
        {...form.getInputProps('includesSensitive', { type: 'checkbox' })}
      />
      <Checkbox
        label={translated('Its people may answer alerts for you')}
        {...form.getInputProps('mayAnswer', { type: 'checkbox' })}
      />
      <TextInput label={translated('Reason')} maxLength={200} {...form.getInputProps('reason')} />
      <Refused error={give.error} />
      <div className={classes.buttons}>
        <Button
          type="submit"
          loading={give.isPending}
          disabled={to === '' || (kind === '' && type.trim() === '' && where === '')}
        >
          {translated('Share')}
        </Button>
      </div>
    </form>
  );
}
