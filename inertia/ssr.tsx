import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import type { Page } from '@inertiajs/core'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { renderToString } from 'react-dom/server'
import { pageTitle } from '~/page_title'
import { Root } from '~/root'

/** Renders one page to HTML, for the first visit. */
export default function render(page: Page) {
  return createInertiaApp({
    page,
    render: renderToString,
    title: pageTitle,
    resolve: (name) =>
      resolvePageComponent<ResolvedComponent>(
        `./pages/${name}.tsx`,
        import.meta.glob<ResolvedComponent>('./pages/**/*.tsx', { eager: true })
      ),
    setup: ({ App, props }) => (
      <Root>
        <App {...props} />
      </Root>
    ),
  })
}
