import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

/** What becomes of desktop notifications: this browser has none, the person was not asked yet, or what they answered. */
export type DesktopPermission = 'unavailable' | NotificationPermission;

/** What this seat chose, kept by its browser. */
export interface DesktopSetting {
  readonly isOn: boolean;
  /** Whether a notification may name the caller and the address, which stand on the desktop for everybody who passes. */
  readonly isWithCaller: boolean;
}

function desktopPermission(): DesktopPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unavailable';
}

/** The seat's choice, and how to make it: whoever switches them on is asked by the browser, and nobody before. */
export function useDesktopSetting() {
  const permission = desktopPermission();
  const [, setAnswer] = useState<NotificationPermission | null>(null);
  const [setting, store] = useLocalStorage<DesktopSetting>({
    key: 'sallyport-desktop-notifications',
    defaultValue: { isOn: false, isWithCaller: false },
    getInitialValueInEffect: false,
  });
  const switchTo = async (isOn: boolean) => {
    if (isOn && permission === 'default') setAnswer(await Notification.requestPermission());
    store((before) => ({ ...before, isOn: isOn && desktopPermission() === 'granted' }));
  };
  return {
    permission,
    isOn: setting.isOn && permission === 'granted',
    isWithCaller: setting.isWithCaller,
    switchTo,
    setWithCaller: (isWithCaller: boolean) => store((before) => ({ ...before, isWithCaller })),
  };
}
