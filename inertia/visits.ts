import { router } from '@inertiajs/react'
import { notifications } from '@mantine/notifications'
import { noteUnreachable } from '~/api/reachability'
import { signedInAgain } from '~/api/signed_out'
import type { Strings } from '~/strings/strings_context'

type Visit = Parameters<Parameters<typeof router.on<'start'>>[1]>[0]['detail']['visit']

/** What becomes of visits within the page that get no page: for want of a session, of a network, or of a server. */
export function watchVisits({ errors, shell }: Pick<Strings, 'errors' | 'shell'>): void {
  let last: Visit | null = null
  router.on('start', ({ detail }) => void (last = detail.visit))
  router.on('httpException', (event) => {
    const { status, headers } = event.detail.response
    if (headers['x-inertia']) return
    event.preventDefault()
    if (status === 401) return void repeat(last)
    notifications.show({ message: errors.unexpected.message(status), color: 'red' })
  })
  router.on('networkError', (event) => {
    event.preventDefault()
    noteUnreachable()
    notifications.show({ message: errors.unreachable.message, color: 'red' })
  })
  router.on('success', ({ detail }) => {
    if (detail.page.props.notice !== 'stale page') return
    notifications.show({ message: shell.session.stalePage, color: 'yellow' })
  })
}

/** Once more for somebody who has signed in again; a page that nobody was signed in on leads to where one can. */
async function repeat(visit: Visit | null): Promise<void> {
  if (!visit) return
  if (!(await signedInAgain())) return window.location.assign(visit.url.href)
  if (visit.method === 'get') router.visit(visit.url.href, visit)
}
