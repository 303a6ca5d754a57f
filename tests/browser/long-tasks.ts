import type { Page } from 'playwright-core'

/** Collects the page's long tasks (over 50 ms on the main thread) from its next load on. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const durations: number[] = []
    Object.assign(window, { longTaskDurations: durations })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) durations.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
  })
}

/** Durations in ms since the page was loaded. */
export const longTasks = (page: Page): Promise<number[]> =>
  page.evaluate(() => (window as unknown as { longTaskDurations: number[] }).longTaskDurations)

/** Leaves out what was so far, such as the start beside a browser that starts too. */
export const forgetLongTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    ;(window as unknown as { longTaskDurations: number[] }).longTaskDurations.length = 0
  })
