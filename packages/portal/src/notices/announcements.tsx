import { Notifications } from '@mantine/notifications';
import { memo } from 'react';

/**
 * Where what `announce.ts` announces is shown: beside the pages that announce, and not loaded with the sign-in. It is not
 * rendered again with its page, which would begin the time of each announcement anew.
 */
export const Announcements = memo(function Announcements() {
  return <Notifications position="bottom-right" autoClose={6000} />;
});
