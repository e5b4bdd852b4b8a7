import adonisjs from '@adonisjs/vite/client'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Without a WebSocket, test runs side by side do not fight for its port. */
const isTest = process.env.NODE_ENV === 'test'

export default defineConfig(({ command }) => ({
  plugins: [
    react(),
    adonisjs({
      entryPoints: ['inertia/app.tsx'],
      serverEntryPoints: ['inertia/ssr.tsx'],
      reload: ['resources/views/**/*.edge'],
    }),
  ],
  resolve: {
    alias: {
      '~/': `${import.meta.dirname}/inertia/`,
      '@generated': `${import.meta.dirname}/.adonisjs/client/`,
    },
  },
  /** The server's bundle stays out of the folder that is served; `config/vite.ts` reads it from there. */
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            /** One style sheet for all pages, linked in the head: none is painted before its styles are there. */
            codeSplitting: { groups: [{ name: 'styles', test: /\.module\.css/ }] },
          },
        },
      },
    },
    ssr: {
      build: { outDir: '.adonisjs/ssr/server' },
      /** Bundled in production: of 6,000 icons only those in use are loaded. */
      resolve: { noExternal: command === 'build' ? ['@tabler/icons-react'] : [] },
    },
  },
  /** Found by crawling every page, so that no dependency turns up late and reloads the page. */
  optimizeDeps: { entries: ['inertia/app.tsx', 'inertia/pages/**/*.tsx'] },
  server: {
    ws: isTest ? false : undefined,
    watch: isTest ? null : { ignored: ['**/tmp/**', '**/build/**', '**/.adonisjs/ssr/**'] },
  },
}))
