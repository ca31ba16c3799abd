import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { GiveShareRequest, ShareList } from '@sallyport/contract';
import { AreaFields } from '../../area/area-fields.tsx';
import { useAreaChoice } from '../../area/use-area-choice.ts';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { useGiveShare } from './use-shares.ts';

const HOURS = [8, 24, 168, 720, 8_784] as const;
const EMPTY = {
  ...{ to: '', kind: '', type: '', hours: '24', reason: '' },
  ...{ includesSensitive: false, mayAnswer: false },
};

function requestOf({ to, kind, type, hours, reason, ...terms }: typeof EMPTY, area: string | null): GiveShareRequest {
  return {
    to_agency_id: to,
    for_hours: Number(hours),
    ...(kind !== '' && { kind: kind as 'alert' | 'call' }),
    ...(type.trim() !== '' && { emergency_type: type.trim() }),
    ...(area !== null && { area }),
    ...(terms.includesSensitive && { includes_sensitive: true }),
    ...(terms.mayAnswer && { may_answer: true }),
    ...(reason.trim() !== '' && { reason: reason.trim() }),
  };
}

const hoursText = (hours: number) =>
  hours < 48 ? translated('{count} h', { count: hours }) : translated('{count} days', { count: hours / 24 });

interface GiveShareFormProps {
  agencyId: string | null;
  agencies: ShareList['agencies'];
}

/** Lets another agency see what is of a kind, a type or an area, for a time. */
export function GiveShareForm({ agencyId, agencies }: GiveShareFormProps) {
  const form = useForm({ initialValues: EMPTY });
  const choice = useAreaChoice();
  const give = useGiveShare(agencyId);
  const onSuccess = () => {
    form.reset();
    choice.reset();
  };
  const submit = form.onSubmit((values) => {
    if (choice.isGood()) give.mutate(requestOf(values, choice.area), { onSuccess });
  });
  const { to, kind, type } = form.values;
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
      <AreaFields
        choice={choice}
        agencyId={agencyId}
        boundaryText={translated('Within the other agency’s boundary, as it is now')}
      />
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
          disabled={to === '' || (kind === '' && type.trim() === '' && choice.area === null)}
        >
          {translated('Share')}
        </Button>
      </div>
    </form>
  );
}
