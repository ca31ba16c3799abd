import { environmentName, fileKey, isSecret, OPTIONS, type OptionName, secretFileVariable } from './options.ts';

const COLUMNS = 118;

/** A configuration file that names every option, its default commented out: without its comment signs it changes nothing. */
export function exampleFile(): string {
  const options = (Object.keys(OPTIONS) as OptionName[]).map((name) => {
    const { sentence } = OPTIONS[name];
    const elsewhere = isSecret(name) ? ` Better kept in a file that ${secretFileVariable(name)} names.` : '';
    const value = JSON.stringify(OPTIONS[name].default ?? '');
    return `${wrap(`${sentence}${elsewhere}`)}\n# ${fileKey(name)} = ${value}\n`;
  });
  const head = wrap(
    `Sallyport's options, each with its default. Flags (--data-dir) and the environment (${environmentName('dataDir')}) win over this file. It is found by --config, by SALLYPORT_CONFIG, in the folder the server is started in, or as /etc/sallyport/sallyport.toml. sallyport config check names what is wrong with it.`,
  );
  return [`${head}\n`, ...options].join('\n');
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '##';
  for (const word of text.split(' ')) {
    if (line.length + word.length >= COLUMNS) {
      lines.push(line);
      line = '##';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
