/** What we use of a service worker's global scope: the compiler's own types for it exclude those of pages. */
export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifecycleEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

interface LifecycleEvent {
  /** The step is over when this is; when it fails, so has the step. */
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends LifecycleEvent {
  readonly request: Request;
  /** To be called at once or never; without it the browser asks the network by itself. */
  respondWith(answer: Promise<Response>): void;
}
