/** What a build consists of; vite-plugins/service-worker-files.ts writes it into the built worker. */
export interface BuiltFiles {
  /** changes with every file of the build */
  readonly version: string;
  /** addresses of everything the app needs to open, the page itself as `/` */
  readonly shell: readonly string[];
  /** addresses of what is fetched, and kept, when it is used for the first time */
  readonly later: readonly string[];
  /** the app's own addresses as patterns, such as `/c/:conversation` */
  readonly addresses: readonly string[];
}
