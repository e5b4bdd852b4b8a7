import type { ClipboardEvent } from 'react'
import { ask, ApiError } from '~/api/client'
import type { Answer, ReadUrl } from '~/api/types'
import { looksLikeUrl } from '~/components/connect/looks_like_url'
import { useEngines } from '~/hooks/use_engines'

type Typed = HTMLInputElement | HTMLTextAreaElement

/**
 * Asks the server what a pasted connection string says. A text that turns out to be none is put where it was
 * pasted, and the reason is told.
 *
 * @param type the engine whose spelling is tried first
 */
export function useReadUrl(
  type: string | undefined,
  onRead: (answer: ReadUrl) => void,
  onRefused: (error: ApiError) => void
) {
  const { data: engines = [] } = useEngines()

  return async (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text')
    const examples = engines.flatMap(({ urlExamples }) => urlExamples)
    const { target } = event
    const isSecret = target instanceof HTMLInputElement && target.type === 'password'
    if (!looksLikeUrl(text, examples, isSecret)) return
    event.preventDefault()
    try {
      const body = { url: text.trim(), ...(type ? { type } : {}) }
      const { data } = await ask<Answer<ReadUrl>>('/connectors/urls', { method: 'POST', body })
      onRead(data)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (isTyped(target)) insert(target, text)
      onRefused(error)
    }
  }
}

function isTyped(target: EventTarget): target is Typed {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

/** As the browser would have, had it been let. */
function insert(element: Typed, text: string) {
  element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end')
  element.dispatchEvent(new Event('input', { bubbles: true }))
}
