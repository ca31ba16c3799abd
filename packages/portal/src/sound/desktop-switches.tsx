import { Switch } from '@mantine/core';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';
import { type DesktopPermission, useDesktopSetting } from './desktop-setting.ts';
import classes from './sound.module.css';

const STATES: Readonly<Record<DesktopPermission, Text | null>> = {
  granted: null,
  default: null,
  denied: 'The browser refuses them. Allow notifications of this site in its settings.',
  unavailable: 'This browser has no desktop notifications.',
};

/** Whether this seat shows what is new on the desktop, while another program is in front, and how much of it. */
export function DesktopSwitches() {
  const { permission, isOn, isWithCaller, switchTo, setWithCaller } = useDesktopSetting();
  const state = STATES[permission];
  return (
    <>
      <Switch
        label={translated('Desktop notifications')}
        description={translated('While another window is in front. What kind of incident it is, and no more.')}
        checked={isOn}
        disabled={state !== null}
        onChange={(event) => void switchTo(event.currentTarget.checked)}
      />
      <Switch
        label={translated('With the caller and the address')}
        description={translated('Everybody who sees this screen reads them.')}
        checked={isWithCaller}
        disabled={!isOn}
        onChange={(event) => setWithCaller(event.currentTarget.checked)}
      />
      <p role="status" className={classes.state}>
        {state !== null && translated(state)}
      </p>
    </>
  );
}
