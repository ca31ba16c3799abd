import process from 'node:process';

// One process does it all. npm's shell is replaced by it (`exec`; Windows has no such word), so that a signal to npm reaches
// it.
await import('./build-portal.ts');
process.argv.splice(2, 0, 'start');
await import(new URL('../packages/gateway/bin/sallyport.js', import.meta.url).href);
