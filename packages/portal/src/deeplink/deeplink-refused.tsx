import { Button } from '@mantine/core';
import { SallyportError } from '@sallyport/client';
import { refusalText } from '../api/refusal-text.ts';
import { ClockIcon, LinkIcon, PersonIcon, WarningIcon } from '../icons/icons.tsx';
import { Notice } from '../notices/notice.tsx';

const OPEN_ANOTHER = 'Open a new deeplink from CAD.';

/** Why a deeplink did not open, each reason in its own words. */
export function DeeplinkRefused({ error, retry }: { error: unknown; retry: () => void }) {
  switch (error instanceof SallyportError ? error.code : '') {
    case 'deeplink_expired':
      return <DeeplinkOver />;
    case 'deeplink_owned':
      return (
        <Notice title="Opened in another browser" icon={<PersonIcon size={32} />}>
          <title>Deeplink refused · Sallyport</title>A deeplink belongs to the browser that opened it first.{' '}
          {OPEN_ANOTHER}
        </Notice>
      );
    case 'deeplink_unknown':
      return (
        <Notice title="This deeplink is not valid" icon={<LinkIcon size={32} />}>
          <title>Deeplink refused · Sallyport</title>
          The address may be cut off or mistyped. {OPEN_ANOTHER}
        </Notice>
      );
    default:
      return (
        <Notice
          title="The deeplink could not be opened"
          icon={<WarningIcon size={32} />}
          action={<Button onClick={retry}>Try again</Button>}
        >
          <title>Deeplink refused · Sallyport</title>
          {refusalText(error)}
        </Notice>
      );
  }
}

/** The end of a deeplink, whether its hour ran out here or before it was opened. */
export function DeeplinkOver() {
  return (
    <Notice title="This deeplink has expired" icon={<ClockIcon size={32} />}>
      <title>Deeplink expired · Sallyport</title>
      Its session is over, and what it showed has been put away. {OPEN_ANOTHER}
    </Notice>
  );
}
