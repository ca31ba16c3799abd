import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

const [, , baseUrl = ''] = process.argv;
const api = createClient<paths>({ baseUrl });

async function tokenFor(clientId: string): Promise<string> {
  const { data, error } = await api.POST('/oauth/token', {
    body: { grant_type: 'client_credentials', client_id: clientId, client_secret: `${clientId}-secret` },
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  if (data === undefined) throw new Error(`${error.error}: ${error.error_description}`);
  return data.access_token;
}

const bearer = async (clientId: string) => ({ Authorization: `Bearer ${await tokenFor(clientId)}` });

const sent = await api.POST('/v1/rem/trigger', {
  headers: await bearer('sandbox-alarm'),
  body: {
    callflow: 'sandbox',
    variables: {
      user: { full_name: 'Riley Example', phone_number: '+15555550123' },
      event: { emergency_type: 'BURGLARY', description: 'Front door', source_id: 'generated-client-1' },
      location: { latitude: 44.05817, longitude: -121.31531 },
    },
  },
});
if (sent.data === undefined) throw new Error(sent.error.detail);

const listed = await api.GET('/api/incidents', { headers: await bearer('sandbox-cad') });
if (listed.data === undefined) throw new Error(`${listed.error.code}: ${listed.error.detail}`);

const refused = await api.GET('/api/incidents', {});
const [newest] = listed.data.incidents;
process.stdout.write(
  JSON.stringify({
    sent: sent.data.alert_id,
    listed: newest?.alert_id,
    status: newest?.status.name,
    refused: refused.error?.code,
  }),
);
