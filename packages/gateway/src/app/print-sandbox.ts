import { DEMO_APPLICATION } from './seed-application.ts';
import { DEMO_CLIENTS, DEMO_DEVELOPER, DEMO_USERS } from './seed-demo.ts';

/** What the terminal shows of a running sandbox: what to open, the credentials, and three lines that work when pasted. */
export function sandboxGuide(publicUrl: string): string {
  const users = DEMO_USERS.map(({ email, password }) => `  ${email.padEnd(26)} ${password}`);
  const clients = DEMO_CLIENTS.map(({ id }) => `  ${id.padEnd(26)} ${id}-secret`);
  return [
    '',
    `Sallyport sandbox: open ${publicUrl}/portal and sign in as agent@sandbox.test`,
    '',
    'People (e-mail, password)',
    ...users,
    `  ${DEMO_DEVELOPER.email.padEnd(26)} ${DEMO_DEVELOPER.password}   (at ${publicUrl}/developers)`,
    '',
    'Clients (client id, secret)',
    ...clients,
    '',
    `The developer has an approved application, ${DEMO_APPLICATION.clientId}; its secret is revealed on its page.`,
    '',
    '1. Get a token, as an alarm company:',
    '',
    `TOKEN=$(curl -s ${publicUrl}/oauth/token -d grant_type=client_credentials -d client_id=sandbox-alarm -d client_secret=sandbox-alarm-secret | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/') && echo "$TOKEN"`,
    '',
    '2. Send an alert:',
    '',
    `curl -s ${publicUrl}/v1/rem/trigger -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"callflow":"sandbox","variables":{"user":{"full_name":"Jordan Rivera","phone_number":"+15555550123"},"event":{"emergency_type":"BURGLARY","description":"Front door opened, motion in hallway","source_id":"demo-1","location":{"geodetic":{"latitude":40.7484,"longitude":-73.9857,"uncertainty":25}}}}}'`,
    '',
    '3. Get a deeplink, as a CAD for its signed-in dispatcher, and open its url in a browser:',
    '',
    `curl -s ${publicUrl}/integrations/irp -H "Authorization: Bearer $(curl -s ${publicUrl}/oauth/v2/token -d grant_type=password -d client_id=sandbox-cad -d client_secret=sandbox-cad-secret -d username=agent@sandbox.test -d password=sandbox-agent-pass-911 | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')" -H 'Content-Type: application/json' -d '{"query":"tel://15555550123"}'`,
    '',
    `API pages: ${publicUrl}/docs/api   Stop: Ctrl+C`,
    '',
  ].join('\n');
}
