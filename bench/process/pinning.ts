import { spawnSync } from 'node:child_process';

export const SERVER_CORE = 0;
const LOAD_CORE = 1;

function runsPinnedTo(core: number): boolean {
  return spawnSync('taskset', ['-c', String(core), 'true']).status === 0;
}

/** True when both cores can be pinned to; otherwise every process runs where the system puts it. */
export const isPinned = runsPinnedTo(SERVER_CORE) && runsPinnedTo(LOAD_CORE);

/** On which core a program runs: that of the servers, that of the load, or where the system puts it. */
export type Side = 'server' | 'load' | 'any';

/** The command line that runs `command` on the core of its side. `taskset` replaces itself, so the pid is the program's. */
export function pinned(side: Side, command: [string, ...string[]]): [string, ...string[]] {
  if (!isPinned || side === 'any') return command;
  return ['taskset', '-c', String(side === 'server' ? SERVER_CORE : LOAD_CORE), ...command];
}

/** How the processes share the cores, for the heading of the output. */
export const pinningFact = isPinned
  ? `servers on core ${SERVER_CORE}, load generator on core ${LOAD_CORE} (taskset)`
  : 'NOT PINNED: taskset or a second core is missing, so ratios are looser than usual';
