import { IconCloudOff } from '@tabler/icons-react'
import { useReach } from '~/hooks/use_reach'
import { useStrings } from '~/strings/strings_context'
import classes from './network_notice.module.css'

/** Says that nothing can be asked just now, for as long as that is so. It floats, so that nothing jumps. */
export function NetworkNotice() {
  const { network } = useStrings().shell
  const reach = useReach()
  return (
    <div role="status" className={classes.place}>
      {reach !== 'reachable' && (
        <p className={classes.notice}>
          <IconCloudOff size={16} stroke={1.6} aria-hidden="true" />
          {network[reach]}
        </p>
      )}
    </div>
  )
}
