import { after } from 'node:test';
import { startMailServer } from '../../packages/testing/src/mail-server.ts';
import { installationCases } from './installation-cases.ts';
import { mailCases } from './mail-cases.ts';
import { mendWebhookCases } from './mend-webhook-cases.ts';
import { retentionCases } from './retention-cases.ts';
import { rotateSecretCases } from './rotate-secret-cases.ts';
import { openStage } from './stage.ts';

const mailServer = await startMailServer('refusing');
after(() => mailServer.close());
const stage = await openStage([], { SALLYPORT_SMTP_URL: mailServer.url });
installationCases(stage);
mailCases(stage, mailServer);
mendWebhookCases(stage);
rotateSecretCases(stage);
retentionCases(stage);
