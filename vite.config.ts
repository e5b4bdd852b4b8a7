import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import adonisjs from '@adonisjs/vite/client'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Without a WebSocket, test runs side by side do not fight for its port. */
const isTest = process.env.NODE_ENV === 'test'

/** Names that Inertia gives its components would keep them, and all that they use, although no page has them. */
const unnamed: Plugin = {
  name: 'unnamed-inertia-components',
  transform: {
    filter: { id: /@inertiajs\/react\/dist\/index\.js$/ },
    handler: (code) => code.replace(/^\w+\.displayName = .*;$/gm, ''),
  },
}

/** Bytes under which compressing is not worth a second file. */
const SMALL = 1_024

/** Writes each asset compressed beside itself: no server of ours, nor a proxy before it, does that over and over. */
const compressed: Plugin = {
  name: 'compressed-assets',
  applyToEnvironment: ({ name }) => name === 'client',
  async writeBundle({ dir = '' }, bundle) {
    for (const file of Object.values(bundle)) {
      const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source)
      if (bytes.length < SMALL || !/\.(js|css|svg)$/.test(file.fileName)) continue
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
      const path = join(dir, file.fileName)
      await writeFile(`${path}.br`, brotliCompressSync(bytes, { params }))
      await writeFile(`${path}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }))
    }
  },
}

export default defineConfig(({ command }) => ({
  plugins: [
    unnamed,
    compressed,
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
          treeshake: {
            // What Inertia makes with these and nobody of ours uses would stay in, with all that it uses.
            manualPureFunctions: ['forwardRef', 'forwardRef2', 'forwardRef3', 'createContext3'],
            moduleSideEffects: [{ test: /laravel-precognition/, sideEffects: false }],
          },
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
