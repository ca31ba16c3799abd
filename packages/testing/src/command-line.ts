import { Writable } from 'node:stream';
import { runCommandLine } from '../../gateway/src/cli/main.ts';

/**
 * Runs a `sallyport` command in this process, which has read the gateway's modules already; `runCommand` starts one. The
 * exit code and everything printed; `onOutput` is given all of it after each further piece. `isTerminal`: as somebody who looks.
 */
export async function runInProcess(
  args: readonly string[],
  onOutput: (output: string) => void = () => {},
  { isTerminal = false } = {},
): Promise<{ code: number; output: string }> {
  let output = '';
  const stream = () =>
    new Writable({
      write(chunk, _, done) {
        output += String(chunk);
        onOutput(output);
        done();
      },
    });
  const streams = { stdout: stream(), stderr: Object.assign(stream(), { isTTY: isTerminal }) };
  const code = await runCommandLine(args, streams);
  return { code, output };
}
