import type { IncidentShare } from '@sallyport/contract';
import { serverText, translated } from '../../words/translated.ts';

/** What a share lets be seen, in a line. */
export function ruleText({
  kind,
  emergency_type,
  area,
}: Pick<IncidentShare, 'kind' | 'emergency_type' | 'area'>): string {
  const parts = [translated(kind === null ? 'Alerts and calls' : kind === 'alert' ? 'Alerts' : 'Calls')];
  if (emergency_type !== null) parts.push(translated('of the type {type}', { type: serverText(emergency_type) }));
  if (area === 'boundary') parts.push(translated('within the receiver’s boundary of that day'));
  else if (area?.includes(';'))
    parts.push(translated('within a polygon of {count} corners', { count: area.split(';').length }));
  else if (area !== null)
    parts.push(translated('within {area} (degrees west, south, east, north)', { area: area.replaceAll(',', ', ') }));
  return parts.join(', ');
}

/** What else it allows, in a line; nothing where it allows to see alone. */
export function termsText({
  includes_sensitive,
  may_answer,
}: Pick<IncidentShare, 'includes_sensitive' | 'may_answer'>): string {
  const parts = [
    includes_sensitive && translated('sensitive cards may be opened'),
    may_answer && translated('alerts may be answered'),
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/** Until when it is in force, or how it ended. */
export function endText(
  { ended, expires_at, in_force }: IncidentShare,
  instantText: (instant: string) => string,
): string {
  if (ended !== null)
    return translated('Ended by {name}, {time}', { name: ended.by, time: instantText(ended.ended_at) });
  const time = instantText(expires_at);
  return in_force ? translated('In force until {time}', { time }) : translated('Expired {time}', { time });
}
