export function Gallery(_props: { readonly startId: string; readonly onClose: () => void }) {
  return null;
}
