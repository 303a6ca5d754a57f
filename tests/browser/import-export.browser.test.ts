// Data in and out by the page: a dropped file is looked at, its schema edited, imported, and downloaded again.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../../scripts/start-app.ts'
import { engineReady, rows } from './console.ts'
import { withPage } from './with-page.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({})
})
afterAll(() => app.close())

test('a dropped file is previewed, edited, imported, downloaded and summed up by a procedure', () =>
  withPage(async ({ page }) => {
    await page.goto(`${app.address}#/data`)
    await engineReady(page)
    // Dropped anywhere on the page, under a name that says nothing.
    await page.evaluate(() => {
      const transfer = new DataTransfer()
      const text = 'zip;price;note\n00501;1.50;"a;b"\n10001;2;<b>x</b>\n'
      transfer.items.add(new File([text], 'shop.data'))
      document.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      )
    })
    await page.getByLabel('Name of price').fill('cost')
    await page.getByLabel('Type of price').selectOption('string')
    await page.getByLabel('Import note').uncheck()
    await page.getByTestId('import-run').click()
    await page.getByRole('heading', { name: 'shop', exact: true }).waitFor()
    expect(await rows(page, 'SELECT * FROM shop')).toEqual([
      { _rowName: '2', zip: '00501', cost: '1.50' },
      { _rowName: '3', zip: 10001, cost: '2' },
    ])
    await page.getByTestId('export-dataset').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('download').click(),
    ])
    expect(download.suggestedFilename()).toBe('shop.csv')
    expect(await readFile(await download.path(), 'utf8')).toBe('zip,cost\n00501,1.50\n10001,2\n')
    await page.getByTestId('open-export').click()
    const [everything] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('download').click(),
    ])
    await page.getByTestId('open-import').click()
    await page.getByTestId('import-files').setInputFiles(await everything.path())
    await page.getByTestId('import-name').fill('again')
    await page.getByTestId('import-table').waitFor()
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT })
    await page.keyboard.press('Escape')
    await page.getByTestId('open-procedure').click()
    await page.getByTestId('procedure-type').selectOption('summary.statistics')
    await page.getByRole('textbox', { name: 'inputData' }).fill('SELECT cost FROM shop')
    await page.getByTestId('parameter-outputDataset').fill('facts')
    await page.getByTestId('procedure-run').click()
    await page.getByTestId('procedure-result').getByRole('link', { name: 'Open facts' }).click()
    expect(await rows(page, 'SELECT * FROM facts')).toMatchObject([
      { _rowName: 'cost', 'value.num_unique': 2 },
    ])
    await page.getByRole('heading', { name: 'facts', exact: true }).waitFor()
    // The network goes while the page is open. Pasted where no window is open, with a file picked beside it: all are imported at once, and the window closes.
    await page.context().setOffline(true)
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text', `name\tage\n${'Ada\t36\n'.repeat(300)}`)
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    const buffer = Buffer.from('{"a":1}\n{"a":2}\n')
    await page
      .getByTestId('import-files')
      .setInputFiles({ name: 'lines.jsonl', mimeType: 'text/plain', buffer })
    await page.getByTestId('import-table').nth(1).waitFor()
    await page.getByTestId('import-all').click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await rows(page, 'SELECT sum(a) AS sum FROM lines')).toMatchObject([{ sum: 3 }])
    await page.getByRole('link', { name: 'pasted', exact: true }).click()
    await page.getByText('The first 200 of 300 rows, 2 columns').waitFor()
  }))
