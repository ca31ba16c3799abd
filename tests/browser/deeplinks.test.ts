import { deeplinkCardsCases } from './deeplink-cards-cases.ts';
import { deeplinkCases } from './deeplink-cases.ts';
import { deeplinkInFrameCases } from './deeplink-in-frame-cases.ts';
import { deeplinkTicketCases } from './deeplink-ticket-cases.ts';
import { pageSizesCases } from './page-sizes-cases.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
pageSizesCases(stage);
deeplinkCases(stage);
deeplinkCardsCases(stage);
deeplinkInFrameCases(stage);
// Last, because it starts the server anew.
deeplinkTicketCases(stage);
