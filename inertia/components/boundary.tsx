import { Component, type ReactNode } from 'react'

interface Props {
  children: ReactNode
  /** What is shown in place of children that broke. */
  fallback: ReactNode
}

/** Keeps a part that breaks from taking the rest of the page with it. Give it a key to try again. */
export class Boundary extends Component<Props, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override render() {
    return this.state.isBroken ? this.props.fallback : this.props.children
  }
}
