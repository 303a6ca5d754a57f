import { useEffect, useState } from 'react'

/** Milliseconds since the component that asks was first shown, told once a second while `isShown`. */
export function useElapsed(isShown: boolean): number {
  const [startedMs] = useState(() => performance.now())
  const [nowMs, setNowMs] = useState(startedMs)
  useEffect(() => {
    if (!isShown) return
    const timer = setInterval(() => setNowMs(performance.now()), 1000)
    return () => clearInterval(timer)
  }, [isShown])
  return nowMs - startedMs
}
