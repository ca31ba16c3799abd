import { InstallationError } from '../../kernel/installation-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Each protocol's exporter (OpenTelemetry Protocol Exporter, "Specify Protocol"); gRPC is not among them. */
const EXPORTERS = {
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
} as const;

export type OtlpProtocol = keyof typeof EXPORTERS;

const isProtocol = (name: string): name is OtlpProtocol => Object.hasOwn(EXPORTERS, name);

/**
 * By which protocol traces are sent; null where OpenTelemetry's own variables configure no endpoint for them, or switch them
 * off. Refuses an exporter or a protocol that is not one of ours.
 */
export function otlpProtocolOf(environment: Environment): OtlpProtocol | null {
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT } = environment;
  if (!(OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || OTEL_EXPORTER_OTLP_ENDPOINT)) return null;
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return null;
  const exporter = environment['OTEL_TRACES_EXPORTER'] || 'otlp';
  if (exporter === 'none') return null;
  if (exporter !== 'otlp') throw new InstallationError('OTEL_TRACES_EXPORTER must be otlp or none');
  const protocol =
    environment['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || environment['OTEL_EXPORTER_OTLP_PROTOCOL'] || 'http/protobuf';
  if (isProtocol(protocol)) return protocol;
  throw new InstallationError(`OTEL_EXPORTER_OTLP_PROTOCOL must be ${Object.keys(EXPORTERS).join(' or ')}`);
}

/** What has to be installed beside the server for that protocol. */
export function packagesFor(protocol: OtlpProtocol): string[] {
  return ['@opentelemetry/api', '@opentelemetry/resources', '@opentelemetry/sdk-trace-base', EXPORTERS[protocol]];
}
