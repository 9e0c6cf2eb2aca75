import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a coordinator answers, for `npx nx start @saga/console`. */
const COORDINATOR = process.env['COORDINATOR_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => {
  // Vite follows NODE_ENV, and a test runner sets another; what is built is always meant for operators.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react()],
    build: {
      // The page's security policy allows no data: or inline sources.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: { proxy: { '/v1': COORDINATOR } },
  };
});
