import { openInBrowser } from '@sallyport/client/node';
import { defineCommand, flag } from './command.ts';
import { operandOf, PROFILED, withProfile } from './with-profile.ts';

export const openCommand = defineCommand({
  words: ['open'],
  operand: { name: 'QUERY', sentence: 'A caller as tel://15555555555, or an alert id' },
  options: { print: flag('Print the URL and open nothing'), ...PROFILED },
  serverOptions: 'none',
  sentence: "Open the portal on a caller or an alert in the system's browser, signed in as the profile's person",
  run: (call) =>
    withProfile(call.options, async (server) => {
      const query = operandOf(call, 'QUERY');
      const url = await server.rapidsos().deeplink(query);
      call.print({ query, url }, () => `${url}\n`);
      if (call.options.print !== true) await openInBrowser(url);
      return 0;
    }),
});
