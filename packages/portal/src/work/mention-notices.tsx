import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../current-session/session-context.ts';
import { onLiveEvent } from '../live/live-events.ts';
import { translated } from '../words/translated.ts';

/** Shows that a colleague named this person in a note, with the way there. */
export function MentionNotices() {
  const { user } = useSession();
  const navigate = useNavigate();
  useEffect(
    () =>
      onLiveEvent(({ mentions, incident_id }) => {
        if (mentions?.includes(user.id) !== true) return;
        const id = `mention-${incident_id}`;
        const address = `/portal/incidents/${encodeURIComponent(incident_id)}`;
        // Notices stand outside the router, where its own links do not work.
        const open = (event: { preventDefault(): void }) => {
          event.preventDefault();
          notifications.hide(id);
          void navigate(address);
        };
        notifications.show({
          id,
          autoClose: false,
          closeButtonProps: { 'aria-label': translated('Close this message') },
          title: translated('A note names you'),
          message: (
            <a href={address} onClick={open}>
              {translated('Open the incident')}
            </a>
          ),
        });
      }),
    [user.id, navigate],
  );
  return null;
}
