import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RequestFailed } from './api/request.js';
import { App } from './app.js';
import './styles/tones.css';
import './styles/base.css';

/** An answer is an answer: only silence and trouble in the coordinator are worth asking again. */
const shouldRetry = (failures: number, error: Error) =>
  failures < 2 && error instanceof RequestFailed && (error.status === 0 || error.status >= 500);

// The coordinator may be on this very machine, so a browser without a network asks it all the same.
const client = new QueryClient({
  defaultOptions: {
    queries: { retry: shouldRetry, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
