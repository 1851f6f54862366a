export function SettingsScreen(_props: Record<string, never>) {
  return <main />;
}
