import { SallyportError, whatToDo } from '@sallyport/client';
import { ConfigError } from '../config/load-config.ts';
import { DomainError } from '../kernel/errors.ts';
import { InstallationError, UnreachableError } from '../kernel/installation-error.ts';
import { type Output, UsageError } from './command.ts';
import { commandsFor } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { SignedOutError, WrongProfileError } from './profiles/profile.ts';
import { withUnusedProxy } from './profiles/unused-proxy.ts';
import { parse, programOf } from './read-arguments.ts';

/** Errors whose message states all there is to state. */
const OURS = [
  ...[ConfigError, DomainError, UsageError, InstallationError, UnreachableError],
  ...[SallyportError, SignedOutError, WrongProfileError],
];

/** The credentials are not good any more, or never were. */
const SIGNED_OUT = ['invalid_client', 'invalid_grant', 'invalid_credentials', 'expired_token', 'access_denied'];

/** Nothing answers that may be believed. */
const UNAVAILABLE = ['unreachable', 'untrusted_certificate', 'deadline_passed'];

function exitCodeOfRefusal({ code, status }: SallyportError): number {
  if (status === 401 || SIGNED_OUT.includes(code)) return EXIT.signedOut;
  return status >= 500 || UNAVAILABLE.includes(code) ? EXIT.unavailable : EXIT.failed;
}

/** What went wrong, and for a server's refusal what to do and the id to name to whoever runs it. */
function sentenceOf(err: unknown): string {
  if (err instanceof SallyportError) {
    const asked = err.requestId === null ? '' : ` (request ${err.requestId})`;
    const action = whatToDo(err);
    return `${err.detail}${asked}\n${UNAVAILABLE.includes(err.code) ? withUnusedProxy(action) : action}`;
  }
  const isOurs = OURS.some((kind) => err instanceof kind);
  return isOurs ? (err as Error).message : ((err as Error).stack ?? String(err));
}

function exitCodeOf(err: unknown): number {
  if (err instanceof ConfigError || err instanceof UsageError) return EXIT.calledWrongly;
  if (err instanceof WrongProfileError) return EXIT.calledWrongly;
  if (err instanceof SignedOutError) return EXIT.signedOut;
  if (err instanceof SallyportError) return exitCodeOfRefusal(err);
  if (err instanceof UnreachableError) return EXIT.unavailable;
  return err instanceof InstallationError ? EXIT.notUsable : EXIT.failed;
}

/** Runs one command and returns its exit code, of `EXIT_CODES`. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<number> {
  let code = 0;
  const program = programOf(await commandsFor(args), output, async (command, call) => {
    code = await command.run(call);
  });
  if (args.length === 0) {
    output.stdout.write(program.helpInformation());
    return 0;
  }
  try {
    await parse(program, args);
    return code;
  } catch (err) {
    output.stderr.write(`${sentenceOf(err)}\n`);
    return exitCodeOf(err);
  }
}

/** Who reads the output may end first, as `head` does: what is under way is done to its end, and the rest is not shown. */
function ignoreClosedOutput(err: NodeJS.ErrnoException): void {
  if (err.code === 'EPIPE') return;
  // A full disk, for one: a result that nobody gets is not one, and what says so may have no place either.
  process.stderr.write(`The output cannot be written: ${err.code ?? err.message}\n`, () => process.exit(EXIT.failed));
}

const LEFT_OVER_MS = 500;

/** Runs one command of this process, which ends with its exit code. */
export async function main(args: readonly string[]): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedOutput);
  process.exitCode = await runCommandLine(args, process);
  // A request whose caller was asked to end, and whatever else goes on once all is written, is nothing anybody waits for.
  process.stdout.write('', () =>
    process.stderr.write('', () => setTimeout(() => process.exit(), LEFT_OVER_MS).unref()),
  );
}
