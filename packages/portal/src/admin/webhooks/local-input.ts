/** An instant as a `datetime-local` field takes it: the workstation's zone, whole seconds. */
export function localInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 19);
}
