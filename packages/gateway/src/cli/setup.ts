import { toRfc3339 } from '../kernel/clock.ts';
import { addUser } from '../people/administration/add-user.ts';
import { CONSOLE, defineCommand, needed } from './command.ts';
import { withGateway } from './with-gateway.ts';

export const setupCommand = defineCommand({
  words: ['setup'],
  options: {
    email: needed('address', 'The e-mail address they sign in with'),
    'first-name': needed('name', 'Their first name'),
    'last-name': needed('name', 'Their last name'),
  },
  serverOptions: 'place',
  sentence: 'Add an operator, who runs the installation, and print the one-time link to set a password',
  async run(call) {
    const { options } = call;
    const person = {
      email: options.email,
      firstName: options['first-name'],
      lastName: options['last-name'],
    };
    return withGateway(
      call,
      async ({ parts }) => {
        const { link } = await addUser(parts, {
          user: { ...person, role: 'operator', agencyId: null },
          actor: CONSOLE,
        });
        call.stdout.write(
          `Open this link once, with the server running, to set the password of ${person.email}:\n\n${link.url.reveal()}\n\nValid until ${toRfc3339(link.expiresAt)}\n`,
        );
        return 0;
      },
      { mayCreate: true },
    );
  },
});
