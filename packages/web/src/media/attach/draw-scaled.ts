export interface DrawOptions {
  /** of what is drawn, px */
  readonly width: number;
  readonly height: number;
  /** longest side of what comes out; smaller stays as it is */
  readonly mostPx: number;
  readonly type: 'image/jpeg' | 'image/webp';
  readonly quality: number;
}

/** The same picture at most that large, encoded anew; undefined where the browser does not encode that type. */
export async function drawScaled(
  source: HTMLImageElement | HTMLVideoElement,
  { width, height, mostPx, type, quality }: DrawOptions,
): Promise<Blob | undefined> {
  const scale = Math.min(1, mostPx / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, type, quality);
  });
  return blob?.type === type ? blob : undefined;
}
