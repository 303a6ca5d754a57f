import type { KeyboardEvent, ReactNode } from 'react'

export interface Tab<T extends string> {
  id: T
  title: ReactNode
}

interface TabsProps<T extends string> {
  tabs: readonly Tab<T>[]
  selected: T
  onSelect: (id: T) => void
  label: string
}

/** A choice of views: arrow keys move, as in every tab list. */
export function Tabs<T extends string>({ tabs, selected, onSelect, label }: TabsProps<T>) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = tabs.findIndex((tab) => tab.id === selected)
    const next = (at + step + tabs.length) % tabs.length
    onSelect(tabs[next]!.id)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === selected}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.title}
        </button>
      ))}
    </div>
  )
}
