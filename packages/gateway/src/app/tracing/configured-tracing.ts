import { InstallationError } from '../../kernel/installation-error.ts';
import type { Tracing } from '../../kernel/tracing/tracing.ts';
import { type Environment, otlpProtocolOf, packagesFor } from './otlp-protocol.ts';

/**
 * Tracing as OpenTelemetry's own variables configure it; null, and nothing is loaded, where they do not. Where its libraries
 * are not installed the start is refused with what to do.
 */
export async function configuredTracing(environment: Environment): Promise<Tracing | null> {
  const protocol = otlpProtocolOf(environment);
  if (protocol === null) return null;
  try {
    const { openTelemetry } = await import('./open-telemetry.ts');
    return await openTelemetry(protocol);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw err;
    const names = packagesFor(protocol).join(' ');
    throw new InstallationError(
      `OTEL_EXPORTER_OTLP_ENDPOINT is set and the libraries that send traces are not installed: install them beside sallyport (npm install ${names}), or unset it`,
      { cause: err },
    );
  }
}
