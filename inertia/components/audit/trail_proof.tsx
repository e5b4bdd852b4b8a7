import { CopyText } from '~/components/copy_text'
import { useStrings } from '~/strings/strings_context'
import classes from './trail_proof.module.css'

/** How to know that nobody edited the trail. Reading all of it would take too long for a page. */
export function TrailProof({ head }: { head: string | null }) {
  const t = useStrings().audit.proof
  return (
    <section className={classes.proof}>
      <h2 className={classes.title}>{t.title}</h2>
      <p>
        {t.text} <code>{t.command}</code>
      </p>
      {head && (
        <>
          <p className={classes.head}>
            <span>{t.head}</span> <code>{head}</code>
            <CopyText text={head} label={t.copy} size="compact-xs" />
          </p>
          <p>{t.note}</p>
        </>
      )}
    </section>
  )
}
