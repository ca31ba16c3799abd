import { Link } from 'react-router';
import { translated } from '../words/translated.ts';
import { Notice } from './notice.tsx';

/** Any address the portal does not have. */
export function NotFoundPage() {
  return (
    <main>
      <Notice
        title={translated('There is no such page')}
        action={<Link to="/portal">{translated('Go to the incidents')}</Link>}
      >
        {translated('Check the address, or start from the incidents.')}
      </Notice>
    </main>
  );
}
