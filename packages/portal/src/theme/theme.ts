import { createTheme, type MantineThemeOverride } from '@mantine/core';

/** Sizes, fonts and palettes. What differs between dark and light stands in color-variables.ts. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
  colors: {
    blue: [
      '#e8f2fd',
      '#cfe3fa',
      '#a5cbf5',
      '#82b8f3',
      '#579eea',
      '#3b8be0',
      '#2470c6',
      '#1a5ea9',
      '#154b87',
      '#103965',
    ],
    dark: [
      '#e3e9ef',
      '#c9d3dc',
      '#aebac5',
      '#8d9ba8',
      '#33404b',
      '#27323c',
      '#1b232b',
      '#10151a',
      '#0b0f13',
      '#07090c',
    ],
  },
});
