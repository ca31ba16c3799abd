import { sandboxGuide } from '../app/print-sandbox.ts';
import { serve } from '../app/serve.ts';
import { defineCommand } from './command.ts';
import { configOf } from './config-of.ts';
import { signalled } from './end-signals.ts';

export const serveCommand = defineCommand({
  words: ['serve'],
  options: {},
  serverOptions: 'all',
  sentence: 'Start the server. Every option: sallyport config show',
  async run(call) {
    // What goes wrong in a server is in its log.
    const logged = call.isQuiet ? { ...call, server: { logLevel: 'error', ...call.server } } : call;
    const config = configOf(logged);
    const server = await serve(config);
    // Before the line that others wait for: a signal may come right after it.
    const asked = signalled();
    const started = { public_url: server.publicUrl, is_sandbox: config.demo };
    call.print(started, () =>
      config.demo ? sandboxGuide(server.publicUrl) : `Sallyport answers on ${server.publicUrl}\n`,
    );
    await asked;
    return (await server.stop()) ? 0 : 1;
  },
});
