import { randomBytes } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { escapeHtml } from "@ebcle/report"
import { Effect } from "effect"
import { CliError } from "../cliError.ts"
import { watchPage } from "./watchPage.ts"

/** Who reaches a server of this machine under another name was led there by a page of somebody else's. */
const isLoopback = (host: string | undefined): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host ?? "")

/**
 * Serves the live page on the loopback address while the scope is open, and gives its address.
 *
 * @param content what of the page changes, asked for once a second by each reader
 * @errors CliError PortTaken
 */
export const watchServer = Effect.fnUntraced(function* (options: {
  readonly title: string
  readonly port: number
  readonly content: () => Promise<string>
}) {
  const server = createServer(async (request, response) => {
    const send = (status: number, type: string, text: string, policy = "default-src 'none'") =>
      response
        .writeHead(status, {
          "content-type": `${type}; charset=utf-8`,
          "content-security-policy": policy,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff"
        })
        .end(text)
    if (!isLoopback(request.headers.host)) return send(403, "text/plain", "This page is for this machine alone.")
    if (request.method !== "GET") return send(405, "text/plain", "Only GET is served.")
    if (request.url === "/") {
      const nonce = randomBytes(16).toString("base64")
      const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'`
      return send(200, "text/html", watchPage(escapeHtml(options.title), nonce), policy)
    }
    if (request.url !== "/content") return send(404, "text/plain", "There is only one page.")
    return options.content().then(
      (text) => send(200, "text/html", text),
      (error: Error) => send(500, "text/plain", error.message)
    )
  })
  yield* Effect.acquireRelease(listening(server, options.port), () =>
    Effect.sync(() => {
      server.close()
      server.closeAllConnections()
    })
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

const listening = (server: Server, port: number) =>
  Effect.callback<void, CliError>((resume) => {
    server.once("error", ({ message }) =>
      resume(
        Effect.fail(
          new CliError({
            reason: "PortTaken",
            message: `port ${port} cannot be used (${message}); choose another --port.`
          })
        )
      )
    )
    server.listen(port, "127.0.0.1", () => resume(Effect.void))
  })
