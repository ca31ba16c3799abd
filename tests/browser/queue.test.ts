import { queueRowsCases } from './queue-rows-cases.ts';
import { queueSectionsCases } from './queue-sections-cases.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
queueRowsCases(stage);
queueSectionsCases(stage);
