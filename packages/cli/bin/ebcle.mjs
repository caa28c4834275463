#!/usr/bin/env node
import { buildIfStale } from "./buildIfStale.mjs"

// In a checkout the command runs what the sources say, also right after `npm ci`.
buildIfStale()
await import("../dist/main.js")
