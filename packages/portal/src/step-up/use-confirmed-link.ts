import type { MouseEvent } from 'react';
import { useStepUp } from '../api/sallyport-context.tsx';
import { useSession } from '../current-session/session-context.ts';
import { serverNow } from '../time/server-clock.ts';

/** For a link to what needs a recent factor: asks for one where it is due, and follows the link then. */
export function useConfirmedLink() {
  const stepUp = useStepUp();
  const { confirmed_until } = useSession();
  return (event: MouseEvent<HTMLAnchorElement>) => {
    if (confirmed_until == null || Date.parse(confirmed_until) > serverNow()) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    const follow = () => window.location.assign(href);
    void stepUp.confirm(new Error('no factor was shown')).then(follow, () => undefined);
  };
}
