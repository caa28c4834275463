import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"

/** What was seen of a page, and what the browser said and asked for meanwhile, the page itself left out. */
export interface Look<A> {
  readonly seen: A
  /** Console messages, errors and dialogs: of a good page none. */
  readonly said: ReadonlyArray<string>
  readonly asked: ReadonlyArray<string>
}

/** Opens a document from a file of its own, looks, and closes it. */
export const lookAt = async <A>(
  browser: Browser,
  text: string,
  options: { readonly width: number; readonly colorScheme?: "light" | "dark"; readonly scripts?: boolean },
  look: (page: Page) => Promise<A>
): Promise<Look<A>> => {
  const folder = await mkdtemp(join(tmpdir(), "ebcle-page-"))
  const file = join(folder, "index.html")
  await writeFile(file, text)
  const url = pathToFileURL(file).href
  const { colorScheme = "light", scripts = true, width } = options
  const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, javaScriptEnabled: scripts })
  const said: Array<string> = []
  const asked: Array<string> = []
  page.on("console", (message) => said.push(message.text()))
  page.on("pageerror", (error) => said.push(error.message))
  page.on("dialog", (dialog) => {
    said.push(dialog.message())
    void dialog.dismiss()
  })
  page.on("request", (request) => asked.push(request.url()))
  await page.goto(url, { waitUntil: "load" })
  const seen = await look(page)
  await page.close()
  await rm(folder, { recursive: true })
  return { seen, said, asked: asked.filter((asking) => asking !== url) }
}
