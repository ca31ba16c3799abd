import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { BrowserRouter } from 'react-router';
import { theme } from '../theme/theme.ts';
import { useLanguage } from '../words/language.ts';
import { Routing } from './routing.tsx';

const colorSchemeManager = localStorageColorSchemeManager({ key: 'sallyport-color-scheme' });

/** The whole portal. Style elements at run time are switched off; the built stylesheet holds the variables. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="dark"
      colorSchemeManager={colorSchemeManager}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <BrowserRouter>
        <Routing key={useLanguage()} />
      </BrowserRouter>
    </MantineProvider>
  );
}
