import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** A Chromium of the system that keeps to itself: it asks nothing of the network on its own. */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = places.find((place) => existsSync(place))
  if (executablePath === undefined)
    throw new Error(`No browser at ${places.join(", ")}; install chromium to test the page.`)
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync"
    ]
  })
}
