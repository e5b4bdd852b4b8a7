import { Fragment } from 'react'

interface Props {
  /** Hex with colons, or `SHA256:` and base64. */
  value: string
  className?: string
}

/** A fingerprint to compare with another: it breaks between bytes alone. */
export function Fingerprint({ value, className }: Props) {
  return (
    <code className={className}>
      {value.split(/(?<=:)/).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  )
}
