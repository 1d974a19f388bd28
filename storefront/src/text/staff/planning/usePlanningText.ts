import { areaText } from '../../area';
import type { english } from './en';

/** The texts of the planning board. */
export const usePlanningText = areaText<typeof english>({
  EN: () => import('./en').then((file) => file.english),
  ES: () => import('./es').then((file) => file.spanish),
  MS: () => import('./ms').then((file) => file.malay),
  CN: () => import('./cn').then((file) => file.chinese),
});
