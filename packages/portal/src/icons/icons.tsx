import {
  type Icon,
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconCopy,
  IconCurrentLocation,
  IconLink,
  IconMinus,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
  IconUser,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { BrandShape } from './brand-shape.tsx';

interface IconProps {
  /** Edge length in pixels at 100 % text size. */
  size?: number;
}

/** Icons are decoration: the words beside them carry the meaning, so screen readers skip them. They grow with the text. */
function decoration(Shape: Icon) {
  return function Decoration({ size = 16 }: IconProps) {
    return <Shape size={`${size / 16}rem`} aria-hidden="true" focusable="false" />;
  };
}

export const BrandIcon = decoration(BrandShape);
export const CheckIcon = decoration(IconCheck);
export const ClockIcon = decoration(IconClock);
export const CopyIcon = decoration(IconCopy);
export const LinkIcon = decoration(IconLink);
export const MinusIcon = decoration(IconMinus);
export const MoonIcon = decoration(IconMoon);
export const PersonIcon = decoration(IconUser);
export const PlusIcon = decoration(IconPlus);
export const SearchIcon = decoration(IconSearch);
export const SilentIcon = decoration(IconVolumeOff);
export const SoundIcon = decoration(IconVolume);
export const SunIcon = decoration(IconSun);
export const TargetIcon = decoration(IconCurrentLocation);
export const WarningIcon = decoration(IconAlertTriangle);
