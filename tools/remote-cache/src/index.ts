export { type CacheOptions, cacheServer } from "./cacheServer.ts"
