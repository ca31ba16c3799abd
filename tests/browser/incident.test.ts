import { cadIncidentCases } from './cad-incident-cases.ts';
import { claimsCases } from './claims-cases.ts';
import { mediaCases } from './media-cases.ts';
import { mergeCases } from './merge-cases.ts';
import { severalPartnersCases } from './several-partners-cases.ts';
import { openStage } from './stage.ts';
import { transferCases } from './transfer-cases.ts';

const stage = await openStage();
claimsCases(stage);
mergeCases(stage);
transferCases(stage);
// Before the calls of the next one, which have the same position.
cadIncidentCases(stage);
severalPartnersCases(stage);
mediaCases(stage);
