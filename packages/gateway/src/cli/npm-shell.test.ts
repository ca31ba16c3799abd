import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually } from '../../../testing/src/barrier.ts';
import { ShellWatch } from './npm-shell.ts';

const WITHIN_MS = 30_000;
const isAsleep = (pid: number) => /^\d+ \(.*\) S /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** A shell that waits for its command, as npx has one, and a watch of it; a look counts as one of every hour, never as late. */
async function waitingShell() {
  const shell = spawn('/bin/sh', ['-c', 'cat; exit 0'], { stdio: ['pipe', 'ignore', 'ignore'] });
  const pid = shell.pid ?? 0;
  const children = () => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  await eventually(() => children() !== '' && isAsleep(pid), WITHIN_MS);
  const end = async () => {
    shell.stdin.end();
    await once(shell, 'exit');
  };
  return { pid, watch: new ShellWatch(pid, 3_600_000), command: Number(children()), end };
}

test('a signal that a shell keeps to itself until its command ends is noticed, at the second look', {
  skip: process.platform !== 'linux',
}, async () => {
  const { pid, watch, end } = await waitingShell();
  for (let looks = 0; looks < 5; looks += 1) assert.equal(watch.look(), false, 'nothing woke it');
  process.kill(pid, 'SIGINT');
  await eventually(() => watch.look(), WITHIN_MS);
  await end();
});

test('a command that is stopped and goes on wakes its shell, and is known by its SIGCONT', {
  skip: process.platform !== 'linux',
}, async () => {
  const { pid, watch, command, end } = await waitingShell();
  const sleeps = () => /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  for (let rounds = 0; rounds < 5; rounds += 1) {
    const before = sleeps();
    process.kill(command, 'SIGSTOP');
    await eventually(() => sleeps() !== before, WITHIN_MS);
    assert.equal(watch.look(), false, 'not before a SIGCONT may have come');
    const stopped = sleeps();
    process.kill(command, 'SIGCONT');
    await eventually(() => sleeps() !== stopped && isAsleep(pid), WITHIN_MS);
    watch.continued();
    assert.equal(watch.look(), false);
    assert.equal(watch.look(), false);
  }
  await end();
});
