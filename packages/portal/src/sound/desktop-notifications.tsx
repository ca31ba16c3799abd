import type { IncidentSummary, IncidentTransfer } from '@sallyport/contract';
import { useEffect, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import { waitingText } from '../alert/waiting-text.ts';
import { useArrivals } from '../incident/use-arrivals.ts';
import { callerText, incidentTitle } from '../marks/incident-title.ts';
import { useArrivedTransfers } from '../transfers/use-arrived-transfers.ts';
import { serverText, translated } from '../words/translated.ts';
import { useDesktopSetting } from './desktop-setting.ts';
import { pathOf, type RingingAlert } from './ringing.ts';
import { useSound } from './sound-context.ts';
import { useNewest } from './use-open-alerts.ts';

/** More at once are one notification that counts them. */
const EACH_UP_TO = 3;

interface New {
  /** Another one of the same incident, as its next deadline, is notified again. */
  readonly key: string;
  /** A later one of the same incident takes the place of the one before. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly path: string;
}

/** Shows on the desktop what begins to ring and what comes in while another window is in front, where the seat chose so. */
export function DesktopNotifications() {
  const { isOn, isWithCaller } = useDesktopSetting();
  return isOn && <Notifying isWithCaller={isWithCaller} />;
}

function Notifying({ isWithCaller }: { isWithCaller: boolean }) {
  const navigate = useNavigate();
  const rings = useSound()?.rings;
  const arrived = useArrivedOthers();
  const received = useArrivedTransfers();
  const seen = useRef(new Set<string>());
  // What rang and was acknowledged is not new once more.
  const rang = useRef(new Set<string>());
  const shown = useRef(new Map<string, Notification>());
  useEffect(() => {
    for (const { incident } of rings ?? []) rang.current.add(incident.id);
    const current = [
      ...[...(rings ?? []), ...arrived].map(({ key, incident }) => newOf(key, incident, isWithCaller)),
      ...received.filter(({ id }) => !rang.current.has(id)).map(newOfTransfer),
    ];
    const keys = new Set(current.map(({ key }) => key));
    for (const [key, notification] of shown.current) {
      if (keys.has(key)) continue;
      // It was answered, acknowledged, or is over.
      notification.close();
      shown.current.delete(key);
    }
    const fresh = current.filter(({ key }) => !seen.current.has(key));
    for (const { key } of fresh) seen.current.add(key);
    if (fresh.length === 0 || document.hasFocus()) return;
    const open = (path: string) => () => {
      window.focus();
      void navigate(path);
    };
    if (fresh.length > EACH_UP_TO) {
      const notification = new Notification(translated('{count} incidents', { count: fresh.length }), { tag: 'many' });
      notification.onclick = open('/portal');
      shown.current.set(fresh[0]?.key ?? '', notification);
      return;
    }
    for (const { key, id, title, body, path } of fresh) {
      const notification = new Notification(title, { body, tag: id });
      notification.onclick = open(path);
      shown.current.set(key, notification);
    }
  }, [rings, arrived, received, isWithCaller, navigate]);
  useEffect(() => {
    const current = shown.current;
    return () => {
      for (const notification of current.values()) notification.close();
    };
  }, []);
  return null;
}

/** Calls and CAD incidents that came since the page was opened. */
function useArrivedOthers(): readonly { readonly key: string; readonly incident: IncidentSummary }[] {
  const newest = useNewest();
  const others = useMemo(() => newest?.filter(({ kind }) => kind !== 'alert'), [newest]);
  const arrivals = useArrivals(others, 'desktop');
  return useMemo(
    () =>
      (others ?? []).filter(({ id }) => arrivals.has(id)).map((incident) => ({ key: `came ${incident.id}`, incident })),
    [others, arrivals],
  );
}

function newOf(key: string, incident: RingingAlert, isWithCaller: boolean): New {
  const title = titleOf(incident);
  const from = callerText(incident);
  return {
    ...{ key, id: incident.id, path: pathOf(incident) },
    title: incident.isTransferred === true ? `${title}, ${from}` : title,
    body: isWithCaller && incident.isTransferred !== true ? bodyWithCaller(incident) : bodyOf(incident),
  };
}

/** What another agency lets this one see, and has not rung. */
function newOfTransfer({ id, agency_name, emergency_type, incident_kind }: IncidentTransfer): New {
  const what = emergency_type?.display_name ?? (incident_kind === 'call' ? '9-1-1 call' : 'Alert');
  return {
    ...{ key: `crossed ${id}`, id, body: '', path: `/portal/transfers/${encodeURIComponent(id)}` },
    title: translated('From {agency}: {what}', { agency: agency_name, what: serverText(what) }),
  };
}

function titleOf(incident: IncidentSummary): string {
  return incident.is_test ? `${translated('Test')}: ${incidentTitle(incident)}` : incidentTitle(incident);
}

function bodyOf(incident: IncidentSummary): string {
  return incident.accept_by === null ? '' : waitingText(1);
}

function bodyWithCaller(incident: IncidentSummary): string {
  return [callerText(incident), incident.location?.civic, bodyOf(incident)].filter(Boolean).join('\n');
}
