export { browserSignIn } from './node/browser-sign-in.ts';
export { fileStore } from './node/file-store.ts';
export { type OpenUrl, openInBrowser } from './node/open-url.ts';
