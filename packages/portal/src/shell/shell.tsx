import { Outlet } from 'react-router';
import { Shortcuts } from '../commands/shortcuts-dialog.tsx';
import { useSession } from '../current-session/session-context.ts';
import { PasswordNotice } from '../session/password-notice.tsx';
import { SessionTimeLeft } from '../session/session-time-left.tsx';
import { BannerNotice } from '../sign-in-steps/banner-notice.tsx';
import { SoundControl } from '../sound/sound-control.tsx';
import { SoundNotices } from '../sound/sound-notices.tsx';
import { ThemeSwitch } from '../theme/theme-switch.tsx';
import { translated } from '../words/translated.ts';
import { MentionNotices } from '../work/mention-notices.tsx';
import { Brand } from './brand.tsx';
import { MainNav } from './main-nav.tsx';
import { SearchBox } from './search-box.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';

/** The frame of the pages people work on. */
export function Shell() {
  const session = useSession();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {translated('Skip to content')}
      </a>
      <BannerNotice text={session.banner_text ?? null} />
      <PasswordNotice expiresAt={session.password_expires_at ?? null} />
      <SoundNotices />
      <Shortcuts />
      <MentionNotices />
      <header className={classes.header} data-screen>
        <Brand agencyName={session.agency?.name ?? translated('Installation')} />
        <MainNav />
        {session.agency !== null && <SearchBox />}
        <div className={classes.right}>
          <span className={classes.timeLeft}>
            <SessionTimeLeft expiresAt={session.expires_at} />
          </span>
          <SoundControl />
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
