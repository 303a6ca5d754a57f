import { useEffect, useState } from 'react'

/** A value that follows another after it has stood still for a while; at once where the delay is 0. */
export function useDelayed<T>(value: T, delayMs: number): T {
  const [delayed, setDelayed] = useState(value)
  useEffect(() => {
    if (delayMs === 0) return setDelayed(value)
    const timer = setTimeout(() => setDelayed(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return delayMs === 0 ? value : delayed
}
