import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { serverText, translated } from '../words/translated.ts';
import { useArrivedTransfers } from './use-arrived-transfers.ts';

const idOf = (transferId: string) => `transfer-${transferId}`;

/** Shows each incident that another agency lets this one see as it comes, with the way there, until it is closed, opened or over. */
export function TransferNotices() {
  const arrived = useArrivedTransfers();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const shown = useRef(new Set<string>());
  useEffect(() => {
    const current = new Set(arrived.map(({ id }) => id));
    for (const id of shown.current) if (!current.has(id)) notifications.hide(idOf(id));
    for (const { id, agency_name, emergency_type, incident_kind } of arrived) {
      if (shown.current.has(id)) continue;
      shown.current.add(id);
      const address = `/portal/transfers/${encodeURIComponent(id)}`;
      // Notices stand outside the router, where its own links do not work.
      const open = (event: { preventDefault(): void }) => {
        event.preventDefault();
        notifications.hide(idOf(id));
        void navigate(address);
      };
      const what = emergency_type?.display_name ?? (incident_kind === 'call' ? '9-1-1 call' : 'Alert');
      notifications.show({
        id: idOf(id),
        autoClose: false,
        closeButtonProps: { 'aria-label': translated('Close this message') },
        title: translated('From {agency}: {what}', { agency: agency_name, what: serverText(what) }),
        message: (
          <a href={address} onClick={open}>
            {translated('Open the incident')}
          </a>
        ),
      });
    }
  }, [arrived, navigate]);
  useEffect(() => {
    const opened = /^\/portal\/transfers\/([^/]+)$/.exec(pathname)?.[1];
    if (opened !== undefined) notifications.hide(idOf(decodeURIComponent(opened)));
  }, [pathname]);
  return null;
}
