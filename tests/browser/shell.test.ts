import { keyboardCases } from './keyboard-cases.ts';
import { olderBrowsersCases } from './older-browsers-cases.ts';
import { pageWatchCases } from './page-watch-cases.ts';
import { searchCases } from './search-cases.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
pageWatchCases(stage);
// Before the others, because the arrow keys begin at what is gravest.
keyboardCases(stage);
searchCases(stage);
olderBrowsersCases(stage);
