// Lets tests of WebGPU run where there is no GPU: by the software driver that comes with Debian's chromium.

import { existsSync } from "node:fs"
import path from "node:path"
import process from "node:process"

const folder = "/usr/lib/chromium"
const driver = path.join(folder, "vk_swiftshader_icd.json")

const chosen = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].some((name) => process.env[name] !== undefined)
if (!chosen && !existsSync("/proc/driver/nvidia/version") && existsSync(driver)) {
  process.env.VK_ICD_FILENAMES = driver
  // For libvulkan; read when a process starts, so it counts for those that run the tests.
  process.env.LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(":")
}
