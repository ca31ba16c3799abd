import { defineCommand } from './command.ts';
import { serveCommand } from './serve.ts';

export const startCommand = defineCommand({
  words: ['start'],
  options: {},
  serverOptions: 'all',
  sentence: 'Start the sandbox: demo agencies, users and clients with published passwords, on this machine alone',
  run: (call) => serveCommand.run({ ...call, server: { ...call.server, demo: 'true' } }),
});
