import {
  Coffee,
  Flag,
  Hash,
  Hand,
  Leaf,
  Lightbulb,
  Plane,
  Smile,
  Trophy,
  type LucideIcon,
} from 'lucide-react';
import { texts } from '../texts/texts.ts';

export interface EmojiCategory {
  /** number of the group in the emoji data, which counts parts of emoji as 2 */
  readonly group: number;
  readonly label: string;
  readonly icon: LucideIcon;
}

const labels = texts.emoji.categories;

export const emojiCategories: readonly EmojiCategory[] = [
  { group: 0, label: labels.smileys, icon: Smile },
  { group: 1, label: labels.people, icon: Hand },
  { group: 3, label: labels.nature, icon: Leaf },
  { group: 4, label: labels.food, icon: Coffee },
  { group: 5, label: labels.travel, icon: Plane },
  { group: 6, label: labels.activities, icon: Trophy },
  { group: 7, label: labels.objects, icon: Lightbulb },
  { group: 8, label: labels.symbols, icon: Hash },
  { group: 9, label: labels.flags, icon: Flag },
];
