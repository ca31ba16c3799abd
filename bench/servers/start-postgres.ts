import { fileURLToPath } from 'node:url';
import type { Bench } from '../case.ts';
import { askChild } from '../process/ask-child.ts';
import type { Child } from '../process/children.ts';
import type { Side } from '../process/pinning.ts';

const PROGRAM = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));

/** Starts a real PostgreSQL with its data in the case's directory, on the server core, and resolves with its URL. */
export async function startPostgres(bench: Bench): Promise<string> {
  return (await startPostgresProgram(bench, { side: 'server', isDurable: false })).url;
}

/** The same, by the program that it is a child of; its commits are on disk where it `isDurable`. */
export async function startPostgresProgram(
  { children, directory }: Pick<Bench, 'children' | 'directory'>,
  { side, isDurable }: { side: Side; isDurable: boolean },
): Promise<{ program: Child; url: string }> {
  const args = [PROGRAM, directory, ...(isDurable ? ['durable'] : [])];
  const program = children.start({ name: 'PostgreSQL', side, args, hasChannel: true });
  return { program, url: (await askChild<{ url: string }>(program, {})).url };
}
