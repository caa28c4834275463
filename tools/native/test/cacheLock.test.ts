import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { withCacheLock } from "../src/cacheLock.ts"
import { onHost } from "./fakeWorld.ts"

describe("withCacheLock", () => {
  let cache = ""
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "ebcle-lock-"))
  })
  afterEach(() => rmSync(cache, { recursive: true, force: true }))

  const onWait = () => Effect.void
  const lock = () => join(cache, "native.lock")
  const leaveLock = (host: string, processId: number) => {
    mkdirSync(lock())
    writeFileSync(join(lock(), "owner.json"), JSON.stringify({ token: "lock-left", host, processId, beat: 7 }))
  }
  const host = { hostName: "here", processId: 10, isAlive: (id: number) => id !== 11 }

  it.live("lets one in at a time, tells the others whom they wait for, and leaves nothing behind", () =>
    Effect.gen(function* () {
      let inside = 0
      const waitedFor: Array<number> = []
      const work = Effect.gen(function* () {
        inside += 1
        expect(inside).toBe(1)
        yield* Effect.sleep("20 millis")
        inside -= 1
      })
      const tell = (id: number) => Effect.sync(() => void waitedFor.push(id))
      yield* Effect.all(
        [1, 2, 3].map(() => onHost(withCacheLock(cache, { onWait: tell }, work), host)),
        { concurrency: "unbounded" }
      )
      expect(waitedFor).toEqual([10, 10])
      expect(readdirSync(cache)).toEqual([])
    })
  )

  it.live("is released by a failure and by an interruption", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(onHost(withCacheLock(cache, { onWait }, Effect.fail("no")), host))
      expect(failed).toBe("no")
      expect(existsSync(lock())).toBe(false)
      const entered = yield* Deferred.make<void>()
      const holder = yield* Effect.forkChild(
        onHost(
          withCacheLock(cache, { onWait }, Effect.andThen(Deferred.succeed(entered, undefined), Effect.never)),
          host
        )
      )
      yield* Deferred.await(entered)
      expect(existsSync(lock())).toBe(true)
      yield* Fiber.interrupt(holder)
      expect(existsSync(lock())).toBe(false)
    })
  )

  it.live("can be interrupted while it waits", () =>
    Effect.gen(function* () {
      leaveLock("here", 12)
      const waiting = yield* Deferred.make<void>()
      const tell = () => Effect.asVoid(Deferred.succeed(waiting, undefined))
      const waiter = yield* Effect.forkChild(onHost(withCacheLock(cache, { onWait: tell }, Effect.void), host))
      yield* Deferred.await(waiting)
      yield* Fiber.interrupt(waiter)
      expect(existsSync(lock())).toBe(true)
    })
  )

  it.live("is taken over at once from a process of this machine that is gone", () =>
    Effect.gen(function* () {
      leaveLock("here", 11)
      expect(yield* onHost(withCacheLock(cache, { onWait }, Effect.succeed("done")), host)).toBe("done")
      expect(readdirSync(cache)).toEqual([])
    })
  )

  const aMoment = Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 2)))
  const readBeat = () => readFileSync(join(lock(), "owner.json"), "utf8")

  /** Lets virtual time pass until the fiber ends; the files are real, so each step leaves them a moment. */
  const passTimeUntil = <A, E>(fiber: Fiber.Fiber<A, E>) =>
    Effect.gen(function* () {
      let steps = 0
      while (fiber.pollUnsafe() === undefined) {
        yield* TestClock.adjust("250 millis")
        yield* aMoment
        steps += 1
      }
      return steps
    })

  it.effect("is taken over from another machine's process once that has been silent for 15 seconds", () =>
    Effect.gen(function* () {
      leaveLock("elsewhere", 11)
      const fiber = yield* Effect.forkChild(onHost(withCacheLock(cache, { onWait }, Effect.succeed("done")), host))
      expect(yield* passTimeUntil(fiber)).toBeGreaterThanOrEqual(60)
      expect(yield* Fiber.join(fiber)).toBe("done")
    })
  )

  it.effect("is not taken from another machine's process that shows signs of life", () =>
    Effect.gen(function* () {
      const leave = yield* Deferred.make<void>()
      const holder = yield* Effect.forkChild(
        onHost(withCacheLock(cache, { onWait }, Effect.as(Deferred.await(leave), "held")), {
          ...host,
          hostName: "elsewhere"
        })
      )
      while (!existsSync(lock())) yield* aMoment
      let entered = false
      const enter = Effect.sync(() => {
        entered = true
      })
      const waiter = yield* Effect.forkChild(onHost(withCacheLock(cache, { onWait }, enter), host))
      for (let second = 0; second < 100; second++) {
        const beat = readBeat()
        yield* TestClock.adjust("1 second")
        // Where the holder was still writing its last beat, the next one takes another second.
        for (let moment = 0; moment < 50 && readBeat() === beat; moment++) yield* aMoment
      }
      expect(entered).toBe(false)
      yield* Deferred.succeed(leave, undefined)
      yield* passTimeUntil(waiter)
      expect(yield* Fiber.join(holder)).toBe("held")
      expect(entered).toBe(true)
    })
  )
})
