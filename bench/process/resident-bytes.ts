import { readFileSync } from 'node:fs';

/** The memory that a process has now; throws where the system does not state. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  if (kibibytes === undefined) throw new Error('the system does not state how much memory a process has');
  return Number(kibibytes) * 1024;
}
