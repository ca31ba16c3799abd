import { useEffect } from 'react';
import { Link } from 'react-router';
import { EntryPage } from '../session/entry-page.tsx';
import { translated } from '../words/translated.ts';

/** Where the provider's window comes back to: the page that asked goes on by itself. */
export function ConfirmedPage() {
  useEffect(() => window.close(), []);
  return (
    <EntryPage title={translated('Confirmed')}>
      <p role="status">{translated('Close this window: the one that asked goes on where you were.')}</p>
      <Link to="/portal">{translated('Go to the portal here')}</Link>
    </EntryPage>
  );
}
