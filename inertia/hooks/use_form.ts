import { router, usePage } from '@inertiajs/react'
import { useCallback, useRef, useState } from 'react'

interface PostOptions {
  preserveState?: boolean
  onSuccess?: () => void
  onFinish?: () => void
}

/**
 * What a page's form holds while it is filled in and sent, as Inertia's hook of this name does, which would bring 15 kB
 * of what we do not use with it onto every page. Errors are those of the last answer, by field.
 */
export function useForm<T extends Record<string, string>>(initial: T) {
  const [first] = useState(initial)
  const [data, setAll] = useState(initial)
  const [processing, setProcessing] = useState(false)
  const errors = (usePage().props.errors ?? {}) as Partial<Record<keyof T, string>>
  const change = useRef<(values: T) => Record<string, string | null>>((values) => values)

  const setData = useCallback(
    (name: keyof T, value: string) => setAll((now) => ({ ...now, [name]: value })),
    []
  )

  return {
    data,
    errors,
    processing,
    setData,
    reset: (...names: (keyof T)[]) =>
      setAll((now) => ({
        ...now,
        ...Object.fromEntries(names.map((name) => [name, first[name]])),
      })),
    /** What is sent in place of what was entered. */
    transform(sent: (values: T) => Record<string, string | null>) {
      change.current = sent
    },
    post(url: string, { onFinish, ...options }: PostOptions = {}) {
      setProcessing(true)
      router.post(url, change.current(data), {
        ...options,
        onFinish: () => {
          setProcessing(false)
          onFinish?.()
        },
      })
    },
  }
}
