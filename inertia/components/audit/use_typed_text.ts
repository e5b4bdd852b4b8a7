import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'

/**
 * The text of a field that filters a moment after the last key. It follows the filter when something else changes
 * that, and is left alone when the filter is what was just typed.
 */
export function useTypedText(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value)
  const [asked, setAsked] = useState(value)
  const [known, setKnown] = useState(value)
  const ask = useDebouncedCallback((next: string) => {
    setAsked(next)
    onChange(next)
  }, 400)
  if (value !== known) {
    setKnown(value)
    if (value !== asked) setText(value)
  }
  return { text, setText, ask }
}
