// What this package and its dependencies call of JavaScript and of URLs that came after Chrome 100. Importing it first
// adds what is missing and leaves what is there. The `lib` of tsconfig.json refuses the rest of newer JavaScript.
import 'core-js/modules/es.array.to-reversed.js';
import 'core-js/modules/es.array.to-sorted.js';
import 'core-js/modules/es.array.to-spliced.js';
import 'core-js/modules/es.array.with.js';
import 'core-js/modules/web.url.parse.js';
