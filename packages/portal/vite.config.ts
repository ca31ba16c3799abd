import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.ts';
import { mantineVariables } from './build/mantine-variables.ts';
import { olderBrowser } from './build/older-browser.ts';

const gateway = process.env['SALLYPORT_URL'] ?? 'http://127.0.0.1:8911';

export default defineConfig({
  base: '/',
  plugins: [react(), mantineVariables(), olderBrowser(), compressAssets()],
  build: {
    // CEF and WebView2 on machines that no longer update. What is newer of the built-ins is src/app/newer-builtins.ts.
    target: 'chrome100',
    cssTarget: 'chrome100',
    outDir: 'dist',
    // What others wrote and is built in keeps the words under which they gave it.
    license: { fileName: 'licenses.md' },
    // Nothing becomes a data: URL, so that the policy needs none for scripts, fonts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // What the first page needs is one file: as many small ones as pages share would each have headers of their own.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first-page', tags: ['$initial'] }] } } },
  },
  server: {
    proxy: {
      '/api': { target: gateway, ws: true },
      // The page of a deeplink is ours; only its redemption goes to the gateway.
      '/d/': { target: gateway, bypass: (req) => (req.method === 'POST' ? undefined : '/index.html') },
    },
  },
});
