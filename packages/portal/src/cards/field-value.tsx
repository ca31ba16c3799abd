import type { CardField } from '@sallyport/contract';
import type { ReactNode } from 'react';
import { CopyTextButton } from '../copying/copy-text-button.tsx';
import { metersText } from '../location/meters-text.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { dayText, instantText } from '../time/instant-text.ts';
import classes from './cards.module.css';
import { PhoneNumber } from './phone-number.tsx';
import { imageSource, webAddress } from './web-address.ts';

/** How each format is drawn. `hidden` never gets here. */
const DRAW: Readonly<Record<CardField['format'], (field: CardField) => ReactNode>> = {
  text: ({ value }) => value,
  phone: ({ value }) => <PhoneNumber number={value} />,
  link: (field) => <WebLink field={field} />,
  timestamp: ({ value }) => (
    <>
      {instantText(value)} (<InstantAge instant={value} />)
    </>
  ),
  date: ({ value }) => dayText(value),
  image: (field) => <Picture field={field} />,
  meters: ({ value }) => metersText(Number(value)),
  coordinates: ({ value }) => (
    <span className={classes.withCopy}>
      {value}
      <CopyTextButton value={value} label={`Copy coordinates ${value}`} />
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
  const address = webAddress(field.value);
  if (address === null) return field.value;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {field.value}
    </a>
  );
}

/** A picture of this server is shown; one from elsewhere is a link, so that looking at a card tells nobody outside. */
function Picture({ field }: { field: CardField }) {
  const source = imageSource(field.value, location.origin);
  return source === null ? (
    <WebLink field={field} />
  ) : (
    <img className={classes.picture} src={source} alt={field.label} loading="lazy" />
  );
}
