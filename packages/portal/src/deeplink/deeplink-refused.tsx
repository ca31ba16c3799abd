import { Button } from '@mantine/core';
import { SallyportError } from '@sallyport/client';
import { refusalText } from '../api/refusal-text.ts';
import { ClockIcon, LinkIcon, PersonIcon, WarningIcon } from '../icons/icons.tsx';
import { Notice } from '../notices/notice.tsx';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';

const OPEN_ANOTHER: Text = 'Open a new deeplink from CAD.';

/** Why a deeplink did not open, each reason in its own words. */
export function DeeplinkRefused({ error, retry }: { error: unknown; retry: () => void }) {
  switch (error instanceof SallyportError ? error.code : '') {
    case 'deeplink_expired':
      return <DeeplinkOver />;
    case 'deeplink_owned':
      return (
        <Notice title={translated('Opened in another browser')} icon={<PersonIcon size={32} />}>
          <title>{translated('Deeplink refused · Sallyport')}</title>
          {translated('A deeplink belongs to the browser that opened it first.')} {translated(OPEN_ANOTHER)}
        </Notice>
      );
    case 'deeplink_unknown':
      return (
        <Notice title={translated('This deeplink is not valid')} icon={<LinkIcon size={32} />}>
          <title>{translated('Deeplink refused · Sallyport')}</title>
          {translated('The address may be cut off or mistyped.')} {translated(OPEN_ANOTHER)}
        </Notice>
      );
    default:
      return (
        <Notice
          title={translated('The deeplink could not be opened')}
          icon={<WarningIcon size={32} />}
          action={<Button onClick={retry}>{translated('Try again')}</Button>}
        >
          <title>{translated('Deeplink refused · Sallyport')}</title>
          {refusalText(error)}
        </Notice>
      );
  }
}

/** The end of a deeplink, whether its hour ran out here or before it was opened. */
export function DeeplinkOver() {
  return (
    <Notice title={translated('This deeplink has expired')} icon={<ClockIcon size={32} />}>
      <title>{translated('Deeplink expired · Sallyport')}</title>
      {translated('Its session is over, and what it showed has been put away.')} {translated(OPEN_ANOTHER)}
    </Notice>
  );
}
