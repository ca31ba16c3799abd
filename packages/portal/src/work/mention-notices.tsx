import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useSession } from '../current-session/session-context.ts';
import { onLiveEvent } from '../live/live-events.ts';

/** Shows that a colleague named this person in a note, with the way there. */
export function MentionNotices() {
  const { user } = useSession();
  useEffect(
    () =>
      onLiveEvent(({ mentions, incident_id }) => {
        if (mentions?.includes(user.id) !== true) return;
        notifications.show({
          id: `mention-${incident_id}`,
          autoClose: false,
          title: 'A note names you',
          message: <Link to={`/portal/incidents/${encodeURIComponent(incident_id)}`}>Open the incident</Link>,
        });
      }),
    [user.id],
  );
  return null;
}
