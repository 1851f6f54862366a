export function ConversationScreen(_props: { readonly id: string; readonly messageId?: string }) {
  return <main />;
}
