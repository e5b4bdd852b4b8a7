import '@mantine/core/styles.css'
import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { hydrateRoot } from 'react-dom/client'
import { Root } from '~/root'

createInertiaApp({
  title: (title) => (title ? `${title} · Varlor` : 'Varlor'),
  resolve: (name) =>
    resolvePageComponent<ResolvedComponent>(
      `./pages/${name}.tsx`,
      import.meta.glob<ResolvedComponent>('./pages/**/*.tsx')
    ),
  setup({ el, App, props }) {
    hydrateRoot(
      el!,
      <Root>
        <App {...props} />
      </Root>
    )
  },
})
