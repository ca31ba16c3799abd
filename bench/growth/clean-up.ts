import { setRetention } from '../../packages/gateway/src/agencies/retention.ts';
import { withGateway } from '../../packages/gateway/src/cli/with-gateway.ts';

// Sets an agency's retention to a year, runs the clean-up once beside the running server, and answers a message with how many
// events it removed and the CPU seconds of this process meanwhile.

const [agencyId = '', dataDir = '', databaseUrl] = process.argv.slice(2);

const cleaning = withGateway(
  {
    server: { dataDir, ...(databaseUrl !== undefined && { databaseUrl }) },
    note: (sentence) => void process.stderr.write(`${sentence}\n`),
  },
  async ({ parts, cleanUp }) => {
    await setRetention(parts, { agencyId, days: 365, actor: { kind: 'console', id: 'bench' } });
    const before = process.cpuUsage();
    await cleanUp.run();
    const { user, system } = process.cpuUsage(before);
    const events = (await cleanUp.outcomes()).find(({ kind, agencyId: of }) => kind === 'events' && of === agencyId);
    return { removed: events?.removed ?? 0, cpuSeconds: (user + system) / 1e6 };
  },
);
process.on('message', () => {
  void cleaning.then((cleaned) => process.send?.(cleaned, () => process.disconnect()));
});
