import { create } from 'zustand'

/** How one connection's tree is arranged. */
export interface TreeState {
  search: string
  /** Schemas that were opened (true) or closed (false) by hand. */
  schemas: Record<string, boolean>
  /** Pixels. */
  scrollTop: number
}

interface TableTrees {
  trees: Record<string, TreeState>
  change(connectionId: string, changes: Partial<TreeState>): void
}

const asFound: TreeState = { search: '', schemas: {}, scrollTop: 0 }

/** Trees stay as they were left, so that going back finds them so. */
const useTableTrees = create<TableTrees>((set) => ({
  trees: {},
  change: (connectionId, changes) =>
    set(({ trees }) => ({
      trees: { ...trees, [connectionId]: { ...(trees[connectionId] ?? asFound), ...changes } },
    })),
}))

export function useTableTree(connectionId: string) {
  const tree = useTableTrees(({ trees }) => trees[connectionId] ?? asFound)
  const change = useTableTrees((store) => store.change)
  return { tree, change: (changes: Partial<TreeState>) => change(connectionId, changes) }
}
