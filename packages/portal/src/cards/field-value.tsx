import type { CardField } from '@sallyport/contract';
import type { ReactNode } from 'react';
import { useDeeplinkId } from '../api/sallyport-context.tsx';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { metersText } from '../location/meters-text.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { dayText } from '../time/instant-text.ts';
import { ShownInstant } from '../time/shown-instant.tsx';
import { serverText, translated } from '../words/translated.ts';
import classes from './cards.module.css';
import { PhoneNumber } from './phone-number.tsx';
import { imageSource, ownAddress, webAddress } from './web-address.ts';

/** Of these lines the value is one of the server's own words, and not what a partner wrote. */
const OF_THE_SERVER = new Set(['Emergency', 'Status', 'Disposition']);

/** How each format is drawn. `hidden` never gets here. */
const DRAW: Readonly<Record<CardField['format'], (field: CardField) => ReactNode>> = {
  text: ({ label, value }) => (OF_THE_SERVER.has(label) ? serverText(value) : value),
  phone: ({ value }) => <PhoneNumber number={value} />,
  link: (field) => <WebLink field={field} />,
  timestamp: ({ value }) => (
    <>
      <ShownInstant at={value} /> (<InstantAge instant={value} />)
    </>
  ),
  date: ({ value }) => dayText(value),
  image: (field) => <Picture field={field} />,
  video: (field) => <Player field={field} as="video" />,
  audio: (field) => <Player field={field} as="audio" />,
  meters: ({ value }) => metersText(Number(value)),
  coordinates: ({ value }) => (
    <span className={classes.withCopy}>
      {value}
      <CopyTextButton value={value} label={translated('Copy coordinates {position}', { position: value })} />
    </span>
  ),
  hidden: () => null,
};

/** One value in its format; a format unknown to this page is drawn as text. */
export function FieldValue({ field }: { field: CardField }) {
  return (DRAW[field.format] ?? DRAW.text)(field);
}

/** Suppliers' links open apart from the portal and learn nothing of where they were opened. */
function WebLink({ field }: { field: CardField }) {
  const deeplinkId = useDeeplinkId();
  const isOwn = field.value.startsWith('/api/');
  const address = isOwn ? ownAddress(field.value, location.origin, deeplinkId) : webAddress(field.value);
  if (address === null) return field.value;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {isOwn ? translated('Open the file') : field.value}
    </a>
  );
}

/** A picture of this server is shown; one from elsewhere is a link, so that looking at a card notifies nobody outside. */
function Picture({ field }: { field: CardField }) {
  const source = imageSource(field.value, location.origin, useDeeplinkId());
  return source === null ? (
    <WebLink field={field} />
  ) : (
    <img className={classes.picture} src={source} alt={field.label} loading="lazy" />
  );
}

/** A video or a recording of this server, which loads when it is played; one from elsewhere is a link. */
function Player({ field, as: Element }: { field: CardField; as: 'video' | 'audio' }) {
  const source = ownAddress(field.value, location.origin, useDeeplinkId());
  if (source === null) return <WebLink field={field} />;
  return <Element className={classes.player} src={source} aria-label={field.label} controls preload="metadata" />;
}
