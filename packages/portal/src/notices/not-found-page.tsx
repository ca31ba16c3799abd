import { Link } from 'react-router';
import { Notice } from './notice.tsx';

/** Any address the portal does not have. */
export function NotFoundPage() {
  return (
    <main>
      <Notice title="There is no such page" action={<Link to="/portal">Go to the incidents</Link>}>
        Check the address, or start from the incidents.
      </Notice>
    </main>
  );
}
