import type { Session } from '@sallyport/contract';
import { useEffect } from 'react';
import { readIn } from './language.ts';

/** Reads the portal in the language that the person chose, or their agency, once it is known who that is; without either in the browser's. */
export function PersonLanguage({ session }: { session: Session | null }) {
  const chosen = session?.user.language ?? session?.agency?.language ?? null;
  useEffect(() => {
    void readIn(chosen).catch(() => {});
  }, [chosen]);
  return null;
}
