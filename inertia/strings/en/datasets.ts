import { making } from '~/strings/en/datasets/making'
import { list } from '~/strings/en/datasets/list'
import { picker } from '~/strings/en/datasets/picker'
import { progress } from '~/strings/en/datasets/progress'
import { result } from '~/strings/en/datasets/result'

/** What the pages about datasets say. */
export const datasets = { ...making, list, picker, progress, result }
