import { Notifications } from '@mantine/notifications';

/** Where what `announce.ts` announces is shown: beside the pages that announce, and not loaded with the sign-in. */
export function Announcements() {
  return <Notifications position="bottom-right" autoClose={6000} />;
}
