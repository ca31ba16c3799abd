import { statSync } from 'node:fs';

const identityOf = (path: string): string | undefined => {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
};

/**
 * Returns a function: whether the database's file and its log still stand where they were opened. What is written after somebody
 * removed or exchanged them goes to files that nobody finds again, and SQLite states no error.
 */
export function filesInPlace(path: string): () => boolean {
  const opened = [path, `${path}-wal`].map((file) => ({ file, identity: identityOf(file) }));
  return () => opened.every(({ file, identity }) => identity === undefined || identityOf(file) === identity);
}
