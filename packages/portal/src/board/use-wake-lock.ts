import { useEffect, useState } from 'react';

/** `on`: the screen stays on. `waiting`: the page is not shown. `unavailable`: the browser cannot, or will not, keep it on. */
export type WakeState = 'on' | 'waiting' | 'unavailable';

/** Keeps the screen on while the page is shown, and asks again each time it comes back. */
export function useWakeLock(): WakeState {
  const [state, setState] = useState<WakeState>('waiting');
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isLeft = false;
    const take = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        if (isLeft) {
          void taken.release();
          return;
        }
        lock = taken;
        setState('on');
        taken.addEventListener('release', () => setState('waiting'));
      } catch {
        // Without HTTPS there is none, and a machine that saves its battery refuses one.
        if (!isLeft) setState('unavailable');
      }
    };
    const onShown = () => void take();
    document.addEventListener('visibilitychange', onShown);
    void take();
    return () => {
      isLeft = true;
      document.removeEventListener('visibilitychange', onShown);
      void lock?.release();
    };
  }, []);
  return state;
}
