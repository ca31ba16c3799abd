import type { Config } from '../config/options.ts';
import { toRfc3339 } from '../kernel/clock.ts';
import { addUser } from '../people/administration/add-user.ts';
import { setPolicy } from '../people/administration/set-policy.ts';
import { PROFILE_NAMES, type ProfileName } from '../people/policies/policy.ts';
import { askFor, isAtTerminal } from './ask-for.ts';
import { CONSOLE, choice, defineCommand, UsageError, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

const PROFILE_OPTION = 'security-policy';

const QUESTIONS = [
  ['email', 'E-mail address of the first operator'],
  ['first-name', 'First name'],
  ['last-name', 'Last name'],
] as const;
const KEEP = 'keep';
const POLICY_QUESTION = [
  PROFILE_OPTION,
  `Security policy of the installation (${PROFILE_NAMES.join(', ')}, or ${KEEP} for what is in force)`,
  [...PROFILE_NAMES, KEEP],
] as const;

function profileOf(given: string): ProfileName | undefined {
  return PROFILE_NAMES.find((name) => name === given);
}

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
    [PROFILE_OPTION]: choice([...PROFILE_NAMES, KEEP], 'What is asked of people who sign in, at least'),
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
    const questions =
      isAtTerminal(call) && options[PROFILE_OPTION] === undefined ? [...missing, POLICY_QUESTION] : missing;
    const answers = questions.length === 0 ? {} : await askFor(questions, call);
    const given = (name: (typeof questions)[number][0]) => options[name] ?? answers[name] ?? '';
    const profile = profileOf(given(PROFILE_OPTION));
    const person = { email: given('email'), firstName: given('first-name'), lastName: given('last-name') };
    return withGateway(
      call,
      async ({ parts }, config) => {
        if (profile !== undefined) {
          await setPolicy(parts, { agencyId: null, edit: { profile, values: {} }, actor: CONSOLE });
        }
        const { user, link } = await addUser(parts, {
          user: { ...person, role: 'operator', agencyId: null },
          actor: CONSOLE,
        });
        const url = link.url.reveal();
        const validUntil = toRfc3339(link.expiresAt);
        call.print(
          { email: user.email, password_link: url, valid_until: validUntil },
          `Open this link once, with the server running, to set the password of ${user.email}:\n\n${url}\n\nValid until ${validUntil}\n${nextSteps(config)}`,
        );
        return 0;
      },
      { mayCreate: true },
    );
  },
});
