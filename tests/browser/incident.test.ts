import { cadIncidentCases } from './cad-incident-cases.ts';
import { claimsCases } from './claims-cases.ts';
import { mediaCases } from './media-cases.ts';
import { severalPartnersCases } from './several-partners-cases.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
claimsCases(stage);
// Before the calls of the next one, which have the same position.
cadIncidentCases(stage);
severalPartnersCases(stage);
mediaCases(stage);
