import { createRunStore } from './run-store.ts'

/** The one store of the page: runs outlive the panel that started them. */
export const runStore = createRunStore()
