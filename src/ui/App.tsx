import { Component, type ReactNode, Suspense } from 'react'
import { ErrorNote } from './components/ErrorNote.tsx'
import { EngineNote } from './EngineNote.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { useHash } from './hooks/useHash.ts'
import { PANELS } from './panels/index.ts'
import { UpdateNote } from './UpdateNote.tsx'

/** The page: header, the panel that the address names, footer. */
export function App() {
  const { panel: path } = useHash()
  const panel = PANELS.find((candidate) => candidate.path === path) ?? PANELS[0]!
  return (
    <>
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <Header current={panel.path} />
      <main id="main" tabIndex={-1}>
        <EngineNote />
        <UpdateNote />
        <PanelBoundary key={panel.path}>
          <Suspense fallback={<p className="muted">Opening {panel.title}…</p>}>
            <panel.component />
          </Suspense>
        </PanelBoundary>
      </main>
      <Footer />
    </>
  )
}

/** Keeps a defect in one panel from taking the page with it. */
class PanelBoundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {}

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    if (!this.state.error) return this.props.children
    return (
      <ErrorNote error={this.state.error}>
        <p>This is a defect of ours. What is stored is untouched.</p>
        <button type="button" className="button" onClick={() => this.setState({})}>
          Try again
        </button>
      </ErrorNote>
    )
  }
}
