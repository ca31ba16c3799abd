import { sandboxGuide } from '../app/print-sandbox.ts';
import { serve } from '../app/serve.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Command } from './command.ts';
import { signalled } from './end-signals.ts';

/** What the runtime still holds then is nothing anybody waits for. */
const LEFT_OVER_MS = 1_000;

export const serveCommand: Command = {
  words: ['serve'],
  usage: '[--demo] [--port N] [--host H] [--data-dir DIR] [--database-url postgres://…]',
  sentence: 'Start the server. Every option: sallyport config',
  async run(args) {
    const config = loadConfig(args, process.env);
    const server = await serve(config);
    if (config.demo) process.stdout.write(sandboxGuide(server.publicUrl));
    else process.stdout.write(`Sallyport answers on ${server.publicUrl}\n`);
    await signalled();
    const code = (await server.stop()) ? 0 : 1;
    setTimeout(() => process.exit(code), LEFT_OVER_MS).unref();
    return code;
  },
};
