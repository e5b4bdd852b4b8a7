import { Skeleton, type SkeletonProps } from '@mantine/core'
import classes from './delayed_skeleton.module.css'

/** A place holder that shows only after 150 ms: what is there sooner does not flicker. It keeps its room from the start. */
export function DelayedSkeleton(props: Omit<SkeletonProps, 'className'>) {
  return <Skeleton aria-hidden="true" className={classes.delayed} {...props} />
}
