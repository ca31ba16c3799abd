import { lazy, Suspense } from 'react';
import { Outlet, useMatch } from 'react-router';
import { useSession } from '../current-session/session-context.ts';
import { LiveProvider } from '../live/live-provider.tsx';
import { Announcements } from '../notices/announcements.tsx';
import { TransferNotices } from '../transfers/transfer-notices.tsx';
import { useArrivedTransfers } from '../transfers/use-arrived-transfers.ts';
import { PresenceProvider } from '../work/presence.tsx';
import classes from './sound.module.css';
import { SoundNotices } from './sound-notices.tsx';
import { SoundProvider } from './sound-provider.tsx';
import { useNewest, useWhatMayRing } from './use-open-alerts.ts';

const DesktopNotifications = lazy(async () => ({
  default: (await import('./desktop-notifications.tsx')).DesktopNotifications,
}));

/** What every page of a hand-opened session has: announcements, the live connection and the sound. An operator has no agency that could ring. */
export function Seat() {
  const { agency } = useSession();
  return (
    <>
      <Announcements />
      {agency === null ? (
        <Outlet />
      ) : (
        <LiveProvider deeplinkId={null}>
          <AgencySeat />
        </LiveProvider>
      )}
    </>
  );
}

function AgencySeat() {
  return (
    <PresenceProvider lookingAt={useMatch('/portal/incidents/:incidentId')?.params.incidentId ?? null}>
      <SoundProvider open={useWhatMayRing()} newest={useNewest()} received={useArrivedTransfers()}>
        <Suspense fallback={null}>
          <DesktopNotifications />
        </Suspense>
        <TransferNotices />
        <Outlet />
      </SoundProvider>
    </PresenceProvider>
  );
}

/** A page without the portal's frame, under what rings. */
export function BarePage() {
  return (
    <div className={classes.bare}>
      <SoundNotices />
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
