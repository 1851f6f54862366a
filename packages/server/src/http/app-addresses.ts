/** The web app's own addresses, as patterns of the router: the shell answers there, and the app decides what it shows. */
export const appAddresses = [
  '/',
  '/c/:conversation',
  '/c/:conversation/:message',
  '/settings',
  '/settings/:part',
] as const;
