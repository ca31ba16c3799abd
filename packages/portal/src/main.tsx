import './app/newer-builtins.ts';
import './theme/mantine-styles.ts';
import '@mantine/notifications/styles.css';
import '@fontsource-variable/inter';
import 'virtual:mantine-variables.css';
import './app/page.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { firstLanguage } from './words/language.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
void firstLanguage().then(() => createRoot(root).render(<App />));
