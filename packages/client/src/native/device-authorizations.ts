import type { DeviceAuthorization } from '@sallyport/contract';
import type { Transport } from '../requests/transport.ts';

/** What devices without a browser ask an agency to allow. For an administrator of the agency, signed in by hand. */
export class DeviceAuthorizationApi {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The question of the device that shows this code, typed in any case, with or without its dash; 404 where none waits. */
  read(userCode: string, signal?: AbortSignal): Promise<DeviceAuthorization> {
    return this.#transport.send({ method: 'GET', path: pathOf(userCode), signal });
  }

  /** Allows these scopes, or with none refuses. The device learns it at its next request. */
  decide(userCode: string, scopes: readonly string[]): Promise<void> {
    return this.#transport.send({ method: 'POST', path: pathOf(userCode), json: { scopes } });
  }
}

function pathOf(userCode: string): string {
  return `/api/device-authorizations/${encodeURIComponent(userCode)}`;
}
