import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { MoonIcon, SunIcon } from '../icons/icons.tsx';
import { translated } from '../words/translated.ts';

/** Dark to light and back; the browser remembers. */
export function ThemeSwitch() {
  // Switching transitions off meanwhile would write a style element, which the content policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const other = colorScheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={translated(other === 'dark' ? 'Use the dark theme' : 'Use the light theme')}
      title={translated(other === 'dark' ? 'Use the dark theme' : 'Use the light theme')}
      onClick={() => setColorScheme(other)}
    >
      {other === 'light' ? <SunIcon size={18} /> : <MoonIcon size={18} />}
    </ActionIcon>
  );
}
