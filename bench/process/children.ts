import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned, type Side } from './pinning.ts';

const STOP_GRACE_MS = 5_000;
const LOG_TAIL_LINES = 12;

/** A Node program to run: `args` is everything after `node`. */
export interface Program {
  name: string;
  side: Side;
  args: string[];
  env?: Record<string, string>;
  /** Whether it answers `askChild`. A channel keeps some programs from ending, so only those that need one have one. */
  hasChannel?: boolean;
}

/** A started program. `logTail` is the last lines of what it printed, for the message when something went wrong. */
export interface Child {
  name: string;
  pid: number;
  process: ChildProcess;
  logTail(): string;
}

/** The caller's own settings of Sallyport and of Node, such as a heap's size, would silently change what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SALLYPORT|NODE)_/.test(name)));
}

/** The processes one case started; nothing else is ever signalled. */
export class Children {
  readonly #logDirectory: string;
  readonly #started: Child[] = [];

  constructor(logDirectory: string) {
    this.#logDirectory = logDirectory;
  }

  /** Starts `program` on the core of its side; what it prints goes to its own log file. */
  start(program: Program): Child {
    const logPath = join(this.#logDirectory, `${program.name.replaceAll(/[^\w.-]+/g, '-')}.log`);
    const log = openSync(logPath, 'a');
    const [command, ...args] = pinned(program.side, [process.execPath, ...program.args]);
    const child = spawn(command, args, {
      env: { ...cleanEnvironment(), NODE_ENV: 'production', ...program.env },
      stdio: program.hasChannel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
      serialization: 'advanced',
    });
    closeSync(log);
    if (child.pid === undefined) throw new Error(`${program.name} could not be started: ${command}`);
    const logTail = () => readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
    const running = { name: program.name, pid: child.pid, process: child, logTail };
    this.#started.push(running);
    return running;
  }

  /** The last lines every program printed, each under its name; empty when none printed anything. */
  logTails(): string {
    const printed = this.#started.map((child) => ({ child, tail: child.logTail() })).filter(({ tail }) => tail !== '');
    return printed.map(({ child, tail }) => `\n--- last lines of ${child.name}:\n${tail}`).join('');
  }

  /** Asks every program to stop, kills those that have not after five seconds, and returns when all are gone. */
  async stopAll(): Promise<void> {
    await Promise.all(this.#started.map(({ process: child }) => stop(child)));
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  // One that is paused would not receive it.
  child.kill('SIGCONT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await gone;
  clearTimeout(timer);
}
