import { fileURLToPath } from 'node:url';
import type { Bench } from '../case.ts';
import { askChild } from '../process/ask-child.ts';

const PROGRAM = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));

/** Starts a real PostgreSQL with its data in the case's directory, on the server core, and resolves with its URL. */
export async function startPostgres({ children, directory }: Bench): Promise<string> {
  const args = [PROGRAM, directory];
  const child = children.start({ name: 'PostgreSQL', side: 'server', args, hasChannel: true });
  return (await askChild<{ url: string }>(child, {})).url;
}
