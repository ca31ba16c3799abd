import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import type { Plugin } from 'vite';
import { colorVariables } from '../src/theme/color-variables.ts';
import { theme } from '../src/theme/theme.ts';

const NAME = 'virtual:mantine-variables.css';

/**
 * Serves the theme's CSS variables as a stylesheet. Mantine would otherwise write them into a style element at run
 * time, which `style-src 'self'` refuses.
 */
export function mantineVariables(): Plugin {
  return {
    name: 'mantine-variables',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? variablesCss() : null),
  };
}

function variablesCss(): string {
  const base = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  return convertCssVariables({
    variables: { ...base.variables, ...colorVariables.variables },
    dark: { ...base.dark, '--mantine-color-scheme': 'dark', ...colorVariables.dark },
    light: { ...base.light, '--mantine-color-scheme': 'light', ...colorVariables.light },
  });
}
