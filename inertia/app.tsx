import '@mantine/core/styles.layer.css'
import '~/css/app.css'
import { resolvePageComponent } from '@adonisjs/inertia/helpers'
import { createInertiaApp, type ResolvedComponent } from '@inertiajs/react'
import { hydrateRoot } from 'react-dom/client'
import { pageTitle } from '~/page_title'
import { Root } from '~/root'
import { en } from '~/strings/en/catalogue'
import { watchVisits } from '~/visits'

/** One style sheet for all pages: none of them is painted before its styles are there. */
import.meta.glob('./**/*.module.css', { eager: true })

const nonce = pageNonce()
watchVisits(en)

createInertiaApp({
  nonce,
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
      <Root nonce={nonce}>
        <App {...props} />
      </Root>
    )
  },
})

/** The nonce of this page's own scripts, also for the styles that Mantine's scroll lock adds on its own. */
function pageNonce(): string | undefined {
  const { nonce } = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]') ?? {}
  Object.assign(globalThis, { __webpack_nonce__: nonce })
  return nonce
}
