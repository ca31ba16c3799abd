import type { TestContext } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

/** A sandbox in a process of its own, which ends with the test. */
export async function sandboxFor(t: TestContext): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess();
  t.after(() => gateway.stop());
  return gateway;
}

/** The credentials of a sandbox client. */
export function credentialsOf(clientId: string): { clientId: string; clientSecret: string } {
  return { clientId, clientSecret: `${clientId}-secret` };
}

export const AGENT = { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };

/** An alert of the sandbox's callflow. */
export function alertOf(sourceId: string) {
  return {
    callflow: 'sandbox',
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
      event: {
        emergency_type: 'BURGLARY',
        description: 'Front door opened',
        source_id: sourceId,
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
      },
    },
  };
}

/** The first so many items, and the iterator is left. */
export async function take<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}
