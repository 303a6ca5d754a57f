// panels/ holds one folder for each thing people do here. This list is the menu, in order; the first is the front page.
import { type ComponentType, lazy } from 'react'
import { Walkthrough } from './walkthrough/Walkthrough.tsx'

export interface Panel {
  /** First part of the address after `#/`. */
  path: string
  title: string
  component: ComponentType
}

/** Every panel, in the order of the menu. All but the first are loaded when opened. */
export const PANELS: readonly Panel[] = [
  { path: 'walkthrough', title: 'Walk-through', component: Walkthrough },
  { path: 'data', title: 'Data', component: lazy(() => import('./data/Data.tsx')) },
  { path: 'models', title: 'Models', component: lazy(() => import('./models/Models.tsx')) },
  { path: 'networks', title: 'Networks', component: lazy(() => import('./networks/Networks.tsx')) },
  { path: 'sql', title: 'SQL', component: lazy(() => import('./console/Console.tsx')) },
]
