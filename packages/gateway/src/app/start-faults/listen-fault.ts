import { InstallationError, UnreachableError } from '../../kernel/installation-error.ts';

/** What keeps a server from listening, as a sentence with what to do; the error itself where it is another. */
export function listenFault(err: unknown): unknown {
  if (!(err instanceof Error)) return err;
  const { code, syscall, address, port } = err as NodeJS.ErrnoException & { address?: string; port?: number };
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return err;
  const cause = { cause: err };
  const at = `${address ?? (err as { hostname?: string }).hostname ?? ''}${port === undefined ? '' : ` port ${port}`}`;
  switch (code) {
    case 'EADDRINUSE':
      return new UnreachableError(
        `Another program listens on ${at} already: end it, or give another --port (or --metrics-listen)`,
        cause,
      );
    case 'EACCES':
      return new InstallationError(
        `This user may not listen on ${at}: give a --port above 1023, with a proxy in front of it`,
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new InstallationError(
        `This machine has no address ${at}: give --host (or --metrics-listen) one of its own, or 0.0.0.0 for all`,
        cause,
      );
    default:
      return err;
  }
}
