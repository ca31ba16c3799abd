import { readBoolean } from '../config/read-boolean.ts';
import { defineCommand, UsageError } from './command.ts';
import { serveCommand } from './serve.ts';

export const startCommand = defineCommand({
  words: ['start'],
  options: {},
  serverOptions: 'all',
  sentence: 'Start the sandbox: demo agencies, users and clients with published passwords, on this machine alone',
  async run(call) {
    const { demo = 'true' } = call.server;
    if (readBoolean(demo) === false) {
      throw new UsageError(
        '--demo must be true, or left out: this command is the sandbox; sallyport serve is without it',
      );
    }
    return serveCommand.run({ ...call, server: { ...call.server, demo } });
  },
});
