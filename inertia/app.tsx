import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '~/css/app.css'
import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { hydrateRoot } from 'react-dom/client'
import { pageTitle } from '~/page_title'
import { Root } from '~/root'

/** One style sheet for all pages: none of them is painted before its styles are there. */
import.meta.glob('./**/*.module.css', { eager: true })

createInertiaApp({
  title: pageTitle,
  progress: { color: 'var(--mantine-primary-color-filled)', showSpinner: false },
  resolve: (name) =>
    resolvePageComponent<ResolvedComponent>(
      `./pages/${name}.tsx`,
      import.meta.glob<ResolvedComponent>('./pages/**/*.tsx')
    ),
  setup({ el, App, props }) {
    // Null only on the server, whose entry is another one.
    if (!el) return
    hydrateRoot(
      el,
      <Root>
        <App {...props} />
      </Root>
    )
  },
})
