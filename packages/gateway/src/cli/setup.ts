import type { Config } from '../config/options.ts';
import { toRfc3339 } from '../kernel/clock.ts';
import { addUser } from '../people/administration/add-user.ts';
import { askFor, isAtTerminal } from './ask-for.ts';
import { CONSOLE, defineCommand, UsageError, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

const QUESTIONS = [
  ['email', 'E-mail address of the first operator'],
  ['first-name', 'First name'],
  ['last-name', 'Last name'],
] as const;

function nextSteps({ publicUrl }: Config): string {
  const steps = [
    'Start the server with the same options: sallyport serve',
    'Open the link, set the password, and sign in',
    'Add agencies, their users and clients in Admin; no command is needed',
    ...(publicUrl === null ? ['Set --public-url before others use it: every token and link begins with it'] : []),
    'Check the installation: sallyport doctor',
  ];
  return `\nWhat to do next:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}

export const setupCommand = defineCommand({
  words: ['setup'],
  options: {
    email: value('address', 'The e-mail address they sign in with'),
    'first-name': value('name', 'Their first name'),
    'last-name': value('name', 'Their last name'),
  },
  serverOptions: 'place',
  sentence:
    'Add an operator, who runs the installation, and print the one-time link to set a password; in a terminal it asks for what is not given',
  async run(call) {
    const { options } = call;
    const missing = QUESTIONS.filter(([name]) => options[name] === undefined);
    if (missing.length > 0 && !isAtTerminal(call)) {
      throw new UsageError(
        `${missing.map(([name]) => `--${name}`).join(', ')} must be given, or run this in a terminal`,
      );
    }
    const answers = missing.length === 0 ? {} : await askFor(missing, call);
    const given = (name: (typeof QUESTIONS)[number][0]) => options[name] ?? answers[name] ?? '';
    const person = { email: given('email'), firstName: given('first-name'), lastName: given('last-name') };
    return withGateway(
      call,
      async ({ parts }, config) => {
        const { link } = await addUser(parts, {
          user: { ...person, role: 'operator', agencyId: null },
          actor: CONSOLE,
        });
        call.stdout.write(
          `Open this link once, with the server running, to set the password of ${person.email}:\n\n${link.url.reveal()}\n\nValid until ${toRfc3339(link.expiresAt)}\n${nextSteps(config)}`,
        );
        return 0;
      },
      { mayCreate: true },
    );
  },
});
