import { clientToken, deeplinkPath, type Person, raise, userToken } from '../e2e/sandbox.ts';

export interface AlertFacts {
  readonly phone: string;
  readonly type?: string;
  readonly description?: string;
  readonly uncertainty?: number;
  readonly callflow?: 'sandbox' | 'harbor';
  /** Further groups of variables, as a partner would add them. */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let lastSubscriber = 0;

/** A number no other test of this file uses, and how the portal writes it. */
export function newCaller(): { number: string; text: string } {
  lastSubscriber += 1;
  const line = String(lastSubscriber).padStart(4, '0');
  return { number: `+1555555${line}`, text: `+1 (555) 555-${line}` };
}

/** Sends an alert as the sandbox's alarm company and returns its id. */
export async function sendAlert(url: string, facts: AlertFacts): Promise<string> {
  const { phone, type = 'BURGLARY', description = 'Front door opened', uncertainty = 25, callflow, groups } = facts;
  return raise(url, await clientToken(url, 'sandbox-alarm'), {
    callflow: callflow ?? 'sandbox',
    variables: {
      ...groups,
      user: { full_name: 'Jordan Rivera', phone_number: phone, ...groups?.['user'] },
      event: {
        emergency_type: type,
        description,
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty } },
        ...groups?.['event'],
      },
    },
  });
}

/** A new deeplink's URL, as the sandbox's CAD gets it for its signed-in dispatcher. */
export async function newDeeplink(
  url: string,
  request: { query: string; view?: 'full' | 'cards' },
  person: Person = 'sandboxAgent',
): Promise<string> {
  return `${url}${await deeplinkPath(url, await userToken(url, 'sandbox-cad', person), request)}`;
}
