import { useEngineStatus } from './hooks/useClient.tsx'
import { type Theme, useTheme } from './hooks/useTheme.ts'
import { PANELS } from './panels/index.ts'
import { toHash } from './router.ts'

const STATES = {
  starting: 'starting',
  ready: 'ready',
  waiting: 'in another tab',
  restarting: 'restarting',
  failed: 'stopped',
} as const
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const SIGNS: Record<Theme, string> = { system: '◐', light: '☀', dark: '☾' }

/** Name, menu, the engine's state, colour scheme. */
export function Header({ current }: { current: string }) {
  const { state } = useEngineStatus()
  const [theme, setTheme] = useTheme()
  return (
    <header className="top">
      <a className="brand" href={toHash({ panel: 'walkthrough' })}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect x="2" y="18" width="6" height="12" rx="2" />
          <rect x="10" y="10" width="6" height="20" rx="2" />
          <rect x="18" y="14" width="6" height="16" rx="2" />
          <circle cx="27" cy="6" r="4" />
        </svg>
        MLDB <span>Web</span>
      </a>
      <nav aria-label="Panels">
        {PANELS.map(({ path, title }) => (
          <a key={path} href={toHash({ panel: path })} aria-current={path === current ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <span
        className="chip"
        data-state={state}
        data-testid="engine-state"
        title="The engine runs in a worker of this page"
      >
        engine {STATES[state]}
      </span>
      <button
        type="button"
        className="button quiet icon"
        onClick={() => setTheme(NEXT[theme])}
        aria-label={`Colours: ${theme}. Change to ${NEXT[theme]}`}
        title={`Colours: ${theme}`}
      >
        {SIGNS[theme]}
      </button>
    </header>
  )
}
