import { active911Cases } from './active911-cases.ts';
import { consentCases } from './consent-cases.ts';
import { developersCases } from './developers-cases.ts';
import { deviceCases } from './device-cases.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
// The first two end with no application that has access; those after them leave some.
consentCases(stage);
deviceCases(stage);
active911Cases(stage);
developersCases(stage);
