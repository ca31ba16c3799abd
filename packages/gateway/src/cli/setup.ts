import { toRfc3339 } from '../kernel/clock.ts';
import { addUser } from '../people/administration/add-user.ts';
import { CONSOLE, type Command, required, takeOptions, withGateway } from './command.ts';

export const setupCommand: Command = {
  words: ['setup'],
  usage: '--email E --first-name F --last-name L [--data-dir DIR | --database-url URL] [--public-url URL]',
  sentence: 'Add an operator, who runs the installation, and print the one-time link to set a password',
  async run(args) {
    const { own, rest } = takeOptions(args, ['email', 'first-name', 'last-name']);
    const person = {
      email: required(own, 'email'),
      firstName: required(own, 'first-name'),
      lastName: required(own, 'last-name'),
    };
    return withGateway(
      rest,
      async ({ parts }) => {
        const { link } = await addUser(parts, {
          user: { ...person, role: 'operator', agencyId: null },
          actor: CONSOLE,
        });
        process.stdout.write(
          `Open this link once, with the server running, to set the password of ${person.email}:\n\n${link.url.reveal()}\n\nValid until ${toRfc3339(link.expiresAt)}\n`,
        );
        return 0;
      },
      { mayCreate: true },
    );
  },
};
