// What an integrator writes. It is compiled with every check on, and run, where the two packages are installed and nothing else.
import { bearer, noAuth, Sallyport, SallyportError } from '@sallyport/client';
import { type TriggerAnswer, TriggerRequest } from '@sallyport/contract';
import { Value } from 'typebox/value';

const [baseUrl = ''] = process.argv.slice(2);
const stranger = new Sallyport({ baseUrl, auth: noAuth });
const credentials = { grant: 'client_credentials', clientId: 'sandbox-alarm' } as const;

try {
  await stranger.requestToken({ ...credentials, clientSecret: 'wrong' });
} catch (error) {
  if (!(error instanceof SallyportError)) throw error;
  process.stdout.write(`${error.status}\n`);
}

const { access_token, expires_in } = await stranger.requestToken({
  ...credentials,
  clientSecret: 'sandbox-alarm-secret',
});
const seconds: number = expires_in;

const request: TriggerRequest = {
  callflow: 'sandbox',
  variables: {
    user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
    event: {
      emergency_type: 'BURGLARY',
      source_id: 'consumer-1',
      location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
    },
  },
};
const alarm = new Sallyport({ baseUrl, auth: bearer(access_token) });
const answer: TriggerAnswer = await alarm.triggerAlert(request);
// @ts-expect-error: a type that took no part in the installation would be `any`, and this no error
answer.nothing_of_this_name;
process.stdout.write(`${[seconds, Value.Check(TriggerRequest, request), Object.keys(answer).length > 0].join(' ')}\n`);
