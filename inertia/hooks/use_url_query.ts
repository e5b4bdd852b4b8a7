import { router, usePage } from '@inertiajs/react'
import { queryString } from '~/api/client'

/**
 * Part of the page's state that lives in the address bar, so that it survives a reload and can be sent to
 * somebody. Values equal to their default are left out of the address.
 */
export function useUrlQuery<T extends Record<string, string>>(defaults: T) {
  const { url } = usePage()
  const [path = '', search = ''] = url.split('?')
  const params = new URLSearchParams(search)
  const values = Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, params.get(key) ?? value])
  ) as T

  function change(changes: Partial<T>, { push = false } = {}) {
    const next: Record<string, string> = { ...values, ...changes }
    const told = Object.fromEntries(
      Object.entries(next).filter(([key, value]) => value !== defaults[key])
    )
    const visit = { url: path + queryString(told), preserveState: true, preserveScroll: true }
    if (push) router.push(visit)
    else router.replace(visit)
  }

  return [values, change] as const
}
