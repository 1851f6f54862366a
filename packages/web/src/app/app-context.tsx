import { createContext, useContext, type ReactNode } from 'react';
import type { AppParts } from './app-parts.ts';

const AppContext = createContext<AppParts | undefined>(undefined);

export function AppProvider({ parts, children }: { readonly parts: AppParts; readonly children: ReactNode }) {
  return <AppContext value={parts}>{children}</AppContext>;
}

/** The parts of the app, from anywhere inside it. */
export function useApp(): AppParts {
  const parts = useContext(AppContext);
  if (parts === undefined) throw new Error('useApp is called outside of AppProvider.');
  return parts;
}
