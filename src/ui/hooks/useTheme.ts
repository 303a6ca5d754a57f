import { useEffect, useState } from 'react'
import { readSetting, writeSetting } from '../settings.ts'

export type Theme = 'system' | 'light' | 'dark'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** The colour scheme: the system's unless the user set one, and kept for the next visit. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = readSetting('theme')
    return THEMES.find((known) => known === stored) ?? 'system'
  })
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    writeSetting('theme', theme)
  }, [theme])
  return [theme, setTheme]
}
