import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '@parley/client';
import { App } from './shell/app.tsx';
import { AppProvider } from './app/app-context.tsx';
import { createAppParts } from './app/app-parts.ts';
import { registerServiceWorker } from './service-worker/register-service-worker.ts';

const client = createClient({ url: location.origin, cookie: true });
const parts = createAppParts(client);
void client.start();
registerServiceWorker();

const root = document.getElementById('app');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <AppProvider parts={parts}>
        <App />
      </AppProvider>
    </StrictMode>,
  );
