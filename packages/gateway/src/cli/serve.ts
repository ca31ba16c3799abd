import { sandboxGuide } from '../app/print-sandbox.ts';
import { serve } from '../app/serve.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Command } from './command.ts';

/** Resolves once the process is asked to end. */
export function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

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
    await server.stop();
    return 0;
  },
};
