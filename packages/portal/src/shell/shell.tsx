import { Outlet } from 'react-router';
import { LiveProvider } from '../live/live-provider.tsx';
import { useSession } from '../session/session-context.ts';
import { SessionTimeLeft } from '../session/session-time-left.tsx';
import { Brand } from './brand.tsx';
import { MainNav } from './main-nav.tsx';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';
import { ThemeSwitch } from './theme-switch.tsx';
import { UserMenu } from './user-menu.tsx';

/** The frame of every page of a hand-opened session. An operator has no agency whose events it could follow. */
export function Shell() {
  const { agency } = useSession();
  if (agency === null) return <Frame />;
  return (
    <LiveProvider deeplinkId={null}>
      <Frame />
    </LiveProvider>
  );
}

function Frame() {
  const session = useSession();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.header}>
        <Brand agencyName={session.agency?.name ?? 'Installation'} />
        <MainNav />
        {session.agency !== null && <SearchBox />}
        <div className={classes.right}>
          <SessionTimeLeft expiresAt={session.expires_at} />
          <ThemeSwitch />
          <UserMenu />
        </div>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
