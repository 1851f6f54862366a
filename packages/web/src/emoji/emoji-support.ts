import type { EmojiTable } from './emoji-table.ts';

/** Whether this device can draw an emoji in colour and as one picture. */
export type CanDraw = (emoji: string) => boolean;

const flagsGroup = 9;

/**
 * The part of the table that the device can draw, so that nobody picks an empty box. Asked is one emoji of each
 * version of Emoji and one flag (Windows has none). A device that seems to draw nothing at all is not believed.
 */
export function keepDrawable(table: EmojiTable, canDraw: CanDraw): EmojiTable {
  const firstOfVersion = new Map(table.toReversed().map(({ version, emoji }) => [version, emoji]));
  const newestFirst = [...firstOfVersion.keys()].toSorted((a, b) => b - a);
  const newest = newestFirst.find((version) => canDraw(firstOfVersion.get(version) ?? ''));
  if (newest === undefined) return table;
  const hasFlags = canDraw('🇪🇺');
  const isCountryFlag = (emoji: string): boolean => /^\p{Regional_Indicator}/u.test(emoji);
  return table.filter(
    ({ version, group, emoji }) =>
      version <= newest && (hasFlags || group !== flagsGroup || !isCountryFlag(emoji)),
  );
}

const fontOfEmoji =
  "'Apple Color Emoji', 'Noto Color Emoji', 'Twemoji Mozilla', 'Segoe UI Emoji', 'Segoe UI Symbol', sans-serif";

const pixels = 2;

/**
 * Draws on a tiny canvas in two colours: a real emoji keeps its own, one that the font only reserves draws nothing, and
 * a sequence that is not known is too wide.
 */
export function createCanvasCanDraw(): CanDraw {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) return () => true;
  context.canvas.width = pixels;
  context.canvas.height = pixels;
  context.font = `${pixels}px ${fontOfEmoji}`;
  context.textBaseline = 'middle';
  const drawIn = (colour: string, emoji: string): Uint8ClampedArray => {
    context.clearRect(0, 0, pixels, pixels);
    context.fillStyle = colour;
    context.fillText(emoji, 0, 0);
    return context.getImageData(0, 0, pixels, pixels).data;
  };
  return (emoji) => {
    if (context.measureText(emoji).width >= pixels * 2) return false;
    const [blue, red] = [drawIn('#00f', emoji), drawIn('#f00', emoji)];
    return blue.some((value) => value > 0) && blue.join() === red.join();
  };
}
