'use client'

/** Keeps a failure in one pane from taking the others down. */
import { Component, type ReactNode } from 'react'
import { SomethingBroke } from './something-broke'

interface PaneBoundaryProps {
  children: ReactNode
}

export class PaneBoundary extends Component<PaneBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return <SomethingBroke onRetry={() => this.setState({ failed: false })} />
  }
}
