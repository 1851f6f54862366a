import type { Locator, Page } from 'playwright-core';
import type { AppPage } from './app-page.ts';

/** A file as a picker gives it to the app. */
export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

interface PhotoSize {
  readonly width: number;
  readonly height: number;
}

interface NamedSize extends PhotoSize {
  readonly name: string;
}

/** A photo of that size, drawn by the browser: a gradient with noise, so that it has its bytes. */
export const makePhoto = (app: AppPage, photo: NamedSize): Promise<MadeFile> =>
  makePicture(app, photo, 'image/jpeg');

/** One of a usual size. */
export const photoOf = (app: AppPage, name: string): Promise<MadeFile> =>
  makePhoto(app, { name, width: 1200, height: 800 });
export const textFile = (name: string, text: string): MadeFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

/** The noise alone, on nothing. */
export const makeTransparent = (app: AppPage, picture: NamedSize): Promise<MadeFile> =>
  makePicture(app, picture, 'image/png');

async function makePicture(app: AppPage, { name, ...size }: NamedSize, mimeType: string): Promise<MadeFile> {
  const base64 = await app.page.evaluate(drawPhoto, { ...size, mimeType });
  return { name, mimeType, buffer: Buffer.from(base64, 'base64') };
}

/** Runs in the page. */
async function drawPhoto({
  width,
  height,
  mimeType,
}: PhotoSize & { readonly mimeType: string }): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, '#f4a261');
  sky.addColorStop(0.5, '#2a9d8f');
  sky.addColorStop(1, '#264653');
  context.fillStyle = sky;
  if (mimeType === 'image/jpeg') context.fillRect(0, 0, width, height);
  for (let dot = 0; dot < 4_000; dot += 1) {
    context.fillStyle = `hsl(${String((dot * 37) % 360)} 70% 50%)`;
    context.fillRect((dot * 7919) % width, (dot * 104_729) % height, 6, 6);
  }
  const blob = await canvas.convertToBlob({ type: mimeType, quality: 0.95 });
  let text = '';
  for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Choosing by the app's own button. */
export async function choose(app: AppPage, files: readonly MadeFile[]): Promise<void> {
  const choosing = app.page.waitForEvent('filechooser');
  await app.page.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles([...files]);
}

/** A second or two of moving picture, recorded by the browser itself. */
export async function makeVideo(app: AppPage, name: string): Promise<MadeFile> {
  const base64 = await app.page.evaluate(recordVideo);
  return { name, mimeType: 'video/webm', buffer: Buffer.from(base64, 'base64') };
}

/** Runs in the page. */
async function recordVideo(): Promise<string> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 360];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  const ended = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve);
  });
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start();
  for (let frame = 0; frame < 40; frame += 1) {
    context.fillStyle = `hsl(${String(200 + frame)} 60% 45%)`;
    context.fillRect(0, 0, 640, 360);
    context.fillStyle = '#fff';
    context.fillRect(frame * 12, 150, 60, 60);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  recorder.stop();
  await ended;
  let text = '';
  for (const byte of new Uint8Array(await new Blob(parts).arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}

/** What a browser hands over when files are dragged from the desktop onto the conversation. */
export async function dropFiles(page: Page, files: readonly MadeFile[]): Promise<void> {
  await page.getByRole('main').evaluate(handOver, { type: 'drop', files: files.map(encode) });
}

export async function pasteFiles(field: Locator, files: readonly MadeFile[]): Promise<void> {
  await field.evaluate(handOver, { type: 'paste', files: files.map(encode) });
}

interface EncodedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly base64: string;
}

function encode({ name, mimeType, buffer }: MadeFile): EncodedFile {
  return { name, mimeType, base64: buffer.toString('base64') };
}

/** Runs in the page. */
function handOver(
  element: Element,
  { type, files }: { readonly type: string; readonly files: readonly EncodedFile[] },
): void {
  const data = new DataTransfer();
  for (const { name, mimeType, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type: mimeType }));
  }
  const how = { bubbles: true, cancelable: true };
  if (type === 'paste') {
    element.dispatchEvent(new ClipboardEvent('paste', { ...how, clipboardData: data }));
    return;
  }
  for (const name of ['dragenter', 'dragover', 'drop'])
    element.dispatchEvent(new DragEvent(name, { ...how, dataTransfer: data }));
}
