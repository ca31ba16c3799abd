import type { Command } from './command.ts';

type Commands = readonly Command[];

/**
 * Every command under the first of its words, in the order of the help. Most of them read the whole gateway, so each file
 * is read only where one of its commands is called.
 */
const BY_FIRST_WORD: Readonly<Record<string, () => Promise<Commands>>> = {
  start: async () => [(await import('./start.ts')).startCommand],
  serve: async () => [(await import('./serve.ts')).serveCommand],
  setup: async () => [(await import('./setup.ts')).setupCommand],
  async user() {
    const { listUsersCommand, releaseUserCommand, resetUserCommand } = await import('./user.ts');
    return [releaseUserCommand, resetUserCommand, listUsersCommand];
  },
  async agency() {
    const agency = await import('./agency.ts');
    const { addAgencyCommand, setBoundaryCommand, setRetentionCommand, setTimeZoneCommand } = agency;
    return [addAgencyCommand, setRetentionCommand, setTimeZoneCommand, setBoundaryCommand];
  },
  async client() {
    const client = await import('./client.ts');
    const { addClientCommand, addSecretCommand, replaceKeysCommand, setClientTimeZoneCommand } = client;
    return [addClientCommand, addSecretCommand, setClientTimeZoneCommand, replaceKeysCommand];
  },
  async callflow() {
    const { listCallflowsCommand, removeCallflowCommand, setCallflowCommand } = await import('./callflow.ts');
    return [setCallflowCommand, removeCallflowCommand, listCallflowsCommand];
  },
  async outbox() {
    const { listOutboxCommand, retryMailCommand } = await import('./outbox.ts');
    return [listOutboxCommand, retryMailCommand];
  },
  keys: async () => [(await import('./keys.ts')).rotateKeysCommand],
  async audit() {
    const { exportAuditCommand, verifyAuditCommand } = await import('./audit.ts');
    return [verifyAuditCommand, exportAuditCommand];
  },
  'clean-up': async () => [(await import('./clean-up.ts')).cleanUpCommand],
  doctor: async () => [(await import('./doctor.ts')).doctorCommand],
  async database() {
    const { checkDatabaseCommand } = await import('./database.ts');
    const { packRowsCommand } = await import('./pack-rows.ts');
    return [checkDatabaseCommand, packRowsCommand];
  },
  backup: async () => [(await import('./backup.ts')).backupCommand],
  restore: async () => [(await import('./restore.ts')).restoreCommand],
  export: async () => [(await import('./export.ts')).exportCommand],
  erase: async () => [(await import('./erase.ts')).eraseCommand],
  migrate: async () => [(await import('./migrate.ts')).migrateCommand],
  async addresses() {
    const { listAddressesCommand, loadAddressesCommand, removeAddressesCommand } = await import('./addresses.ts');
    return [loadAddressesCommand, listAddressesCommand, removeAddressesCommand];
  },
  async map() {
    const { addMapCommand, listMapsCommand, removeMapCommand } = await import('./map.ts');
    return [addMapCommand, listMapsCommand, removeMapCommand];
  },
  async config() {
    const { checkConfigCommand, exampleConfigCommand, showConfigCommand } = await import('./config.ts');
    return [checkConfigCommand, showConfigCommand, exampleConfigCommand];
  },
  simulate: async () => [(await import('./simulate.ts')).simulateCommand],
  webhook: async () => [(await import('./webhook-listen.ts')).webhookListenCommand],
  async contract() {
    const contract = await import('./contract.ts');
    const { contractActive911Command, contractPreparedCommand, contractRapidsosCommand } = contract;
    return [contractRapidsosCommand, contractPreparedCommand, contractActive911Command];
  },
  login: async () => [(await import('./login.ts')).loginCommand],
  logout: async () => [(await import('./login.ts')).logoutCommand],
  token: async () => [(await import('./token.ts')).tokenCommand],
  alert: async () => (await import('./alert.ts')).ALERT_COMMANDS,
  rehearse: async () => [(await import('./rehearse.ts')).rehearseCommand],
  async incidents() {
    const { listIncidentsCommand, searchIncidentsCommand, showIncidentCommand } = await import('./incidents.ts');
    return [listIncidentsCommand, showIncidentCommand, searchIncidentsCommand];
  },
  tail: async () => [(await import('./tail.ts')).tailCommand],
  open: async () => [(await import('./open.ts')).openCommand],
  users: async () => (await import('./users.ts')).USER_COMMANDS,
  operators: async () => (await import('./operators.ts')).OPERATOR_COMMANDS,
  clients: async () => (await import('./clients.ts')).CLIENT_COMMANDS,
  agencies: async () => (await import('./agencies.ts')).AGENCY_COMMANDS,
  async secrets() {
    const { rotateSecretCommand, endOldSecretsCommand } = await import('./secrets.ts');
    return [rotateSecretCommand, endOldSecretsCommand];
  },
};

/**
 * The commands that these arguments may call: those of their first word; those of the first word that is
 * completed, once it is whole; none for the version; and all where it is no
 * command's, as for the help, a completion, or a word that was mistyped.
 */
export async function commandsFor([first = '', ...others]: readonly string[]): Promise<Commands> {
  if (first === '--version') return [];
  // What a shell asks while a later word is typed: `complete -- WORD …`.
  if (first === 'complete' && others.length > 2) return commandsFor(others.slice(1));
  const load = Object.hasOwn(BY_FIRST_WORD, first) ? BY_FIRST_WORD[first] : undefined;
  if (load !== undefined) return load();
  return (await Promise.all(Object.values(BY_FIRST_WORD).map((each) => each()))).flat();
}

/** The first words there are, in the order of the help. */
export const FIRST_WORDS: readonly string[] = Object.keys(BY_FIRST_WORD);
