import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { ebcle } from "./ebcle.ts"

describe("OTEL_EXPORTER_OTLP_ENDPOINT", () => {
  it("is sent a span for each stage that was computed, with its folder", async () => {
    const bodies: Array<string> = []
    const server = createServer((request, response) => {
      let body = `${request.method} ${request.url} `
      request.on("data", (chunk) => {
        body += chunk
      })
      request.on("end", () => {
        bodies.push(body)
        response.end("{}")
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const folder = await mkdtemp(join(tmpdir(), "ebcle-spans-"))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { code, stderr } = await ebcle(["ingest", "mnist"], folder, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
    server.close()
    await rm(folder, { recursive: true })
    expect(code, stderr).toBe(0)
    const said = bodies.join("\n")
    expect(said).toMatch(/^POST \/v1\/traces /)
    expect(said).toContain('"name":"ingest"')
    expect(said).toContain('{"key":"folder","value":{"stringValue":"mnist/ingest"}}')
    expect(said).toContain('"ebcle"')
  })
})
