export function Sidebar(_props: Record<string, never>) {
  return <main />;
}
