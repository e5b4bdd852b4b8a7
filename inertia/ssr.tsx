import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import type { Page } from '@inertiajs/core'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { renderToString } from 'react-dom/server'
import { pageTitle } from '~/page_title'
import { Root } from '~/root'

/** Renders one page to HTML, for the first visit. The nonce goes into attributes, where scripts cannot read it. */
export default function render(visited: Page) {
  const { nonce, ...props } = visited.props as Page['props'] & { nonce?: string }
  const page: Page = { ...visited, props }
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
      <Root nonce={nonce}>
        <App {...props} />
      </Root>
    ),
  })
}
