import process from "node:process"
import { Effect, Layer } from "effect"

const variable = "OTEL_EXPORTER_OTLP_ENDPOINT"

/**
 * Sends a span for each stage that is computed to the OpenTelemetry collector that OTEL_EXPORTER_OTLP_ENDPOINT names, as
 * JSON over HTTP. Without it nothing is loaded, which would cost each command a tenth of a second.
 */
export const telemetry = Layer.unwrap(
  Effect.promise(async () => {
    const endpoint = process.env[variable]
    if (!endpoint) return Layer.empty
    const [tracer, serialization, client] = await Promise.all([
      import("effect/observability/OtlpTracer"),
      import("effect/observability/OtlpSerialization"),
      import("effect/http/FetchHttpClient")
    ])
    return tracer
      .layer({ url: `${endpoint.replace(/\/$/, "")}/v1/traces`, resource: { serviceName: "ebcle" } })
      .pipe(Layer.provide([serialization.layerJson, client.layer]))
  })
)
