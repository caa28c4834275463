// Takes a picture of the top of a report, as READMEs show it:
//   node packages/report/scripts/picture.mjs artifacts/mnist-resnet/report/index.html picture.png [--dark] [--from SECTION]
// Needs Chromium or Chrome. --from begins at a section (results, effects, sweep, identity, ...) instead of the title.

import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { chromium } from "playwright-core"

/** Size of a picture in CSS pixels; it has twice as many of its own, to be sharp. */
const size = { width: 1120, height: 760 }

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

const fail = (message) => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { dark: { type: "boolean", default: false }, from: { type: "string" } }
})
const [page, picture] = positionals
if (page === undefined || picture === undefined) fail("picture.mjs PAGE.html PICTURE.png [--dark] [--from SECTION]")
if (!existsSync(page)) fail(`${page}: no such page; make it with "npx ebcle report STUDY".`)
const executablePath = browsers.find((file) => existsSync(file))
if (executablePath === undefined) fail(`No browser at ${browsers.join(", ")}; install chromium.`)

const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] })
try {
  const tab = await browser.newPage({
    viewport: size,
    deviceScaleFactor: 2,
    colorScheme: values.dark ? "dark" : "light"
  })
  await tab.goto(pathToFileURL(path.resolve(page)).href, { waitUntil: "load" })
  if (values.from !== undefined) {
    const section = tab.locator(`section[id="${values.from}"]`)
    if ((await section.count()) === 0) {
      const ids = await tab.locator("section").evaluateAll((all) => all.map(({ id }) => id))
      throw new Error(`${page} has no section "${values.from}"; it has ${ids.join(", ")}.`)
    }
    await section.evaluate((element) => element.scrollIntoView())
  }
  await tab.screenshot({ path: picture })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
} finally {
  await browser.close()
}
