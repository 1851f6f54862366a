import type { Page } from 'playwright-core';

/** A harbour in the evening, drawn by the browser: a JPEG. */
export async function drawHarbour(page: Page): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(Buffer.from(await page.evaluate(draw), 'base64'));
}

/** Runs in the page. */
async function draw(): Promise<string> {
  const [width, height, shore] = [1200, 800, 520];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const fade = (top: number, bottom: number, colours: readonly string[]): CanvasGradient => {
    const gradient = context.createLinearGradient(0, top, 0, bottom);
    for (const [index, colour] of colours.entries())
      gradient.addColorStop(index / (colours.length - 1), colour);
    return gradient;
  };
  const shape = (
    colour: string | CanvasGradient,
    ...points: readonly (readonly [number, number])[]
  ): void => {
    context.fillStyle = colour;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.fill();
  };
  const bar = (
    colour: string | CanvasGradient,
    ...box: [x: number, y: number, width: number, height: number]
  ): void => {
    context.fillStyle = colour;
    context.fillRect(...box);
  };

  bar(fade(0, shore, ['#20335c', '#6d5a8c', '#e08a73', '#f9c784']), 0, 0, width, shore);
  context.fillStyle = '#ffe8b8';
  context.beginPath();
  context.arc(780, 430, 62, 0, 2 * Math.PI);
  context.fill();
  for (const [x, peak] of [
    [-80, 360],
    [260, 410],
    [880, 380],
  ] as const)
    shape('#5a4a72', [x, shore], [x + 210, peak], [x + 460, shore]);

  bar(fade(shore, height, ['#d98872', '#5d5585', '#1d2c4f']), 0, shore, width, height - shore);
  for (let wave = 0; wave < 60; wave += 1) {
    const depth = wave / 60;
    const reach = 40 + 260 * depth;
    const x = 780 - reach / 2 + Math.sin(wave * 2.4) * 40 * depth;
    bar(
      'rgb(255 226 170 / 0.35)',
      x,
      shore + 6 + 270 * depth,
      reach * (0.5 + 0.5 * Math.sin(wave * 1.7) ** 2),
      3,
    );
  }

  const dark = '#161d33';
  shape(dark, [0, height], [0, 610], [560, 610], [600, 640], [600, height]);
  for (let storey = 0; storey < 9; storey += 1) {
    const y = 120 + storey * 54;
    context.strokeStyle = dark;
    context.lineWidth = 9;
    context.strokeRect(250, y, 70, 54);
    context.beginPath();
    context.moveTo(storey % 2 === 0 ? 250 : 320, y);
    context.lineTo(storey % 2 === 0 ? 320 : 250, y + 54);
    context.stroke();
  }
  shape(dark, [70, 128], [250, 112], [285, 40], [320, 112], [660, 122], [660, 140], [70, 150]);
  bar(dark, 78, 146, 64, 46);
  bar(dark, 596, 138, 3, 170);
  bar(dark, 570, 306, 56, 40);
  bar('#f9c784', 262, 176, 46, 36);

  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  let text = '';
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}
