import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'

/** What came with the page, as the first answer to the question that the page was opened with. */
export function useFirstData<T>(question: object, initial: T) {
  const text = JSON.stringify(question)
  const [first] = useState({ text, initial, at: Date.now() })
  return {
    initialData: text === first.text ? first.initial : undefined,
    initialDataUpdatedAt: first.at,
    placeholderData: keepPreviousData as (previous: T | undefined) => T | undefined,
  }
}
