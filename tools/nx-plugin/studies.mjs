// Nx reads studies: one project per dataset, per study and per cell, inferred from configs/*.study.json. Written in
// JavaScript because Nx loads it before anything is compiled.

import { readFileSync } from "node:fs"
import path from "node:path"
import process from "node:process"
import { startCacheGuard } from "./cache/cacheGuard.mjs"
import { folderSource, serverSource } from "./cache/sources.mjs"
import { datasetsOf } from "./datasets.mjs"
import { cellProject, datasetProject, machineProject, studyProject } from "./projects.mjs"

const suffix = ".study.json"

export const name = "ebcle-studies"

/** Studies that cannot be read are left to `ebcle`, whose error says what is wrong with them. */
const readStudy = (file, root) => {
  try {
    const study = JSON.parse(readFileSync(path.join(root, file), "utf8"))
    return study.dataset?.name && study.measure && study.models && study.variants && study.seeds ? study : undefined
  } catch {
    return undefined
  }
}

const projectsOf = (file, root, findDatasets) => {
  const study = readStudy(file, root)
  if (study === undefined) {
    process.stderr.write(`${file} is not a study; "npx ebcle explain ${file}" says why.\n`)
    return []
  }
  const datasets = findDatasets(study.dataset.name, path.dirname(file))
  const named = { name: path.basename(file, suffix), file, study, dataset: datasets[0].name }
  const cells = Object.keys(study.models).flatMap((model) =>
    study.seeds.flatMap((seed) =>
      Object.keys(study.variants).map((variant) => cellProject(named, { model, variant, seed }))
    )
  )
  return [
    ...datasets.map((dataset) => datasetProject(dataset, study.measure)),
    ...machineProject(study),
    studyProject(named),
    ...cells
  ]
}

/** Finds each dataset once: hundreds of studies may share one, and Git is asked about its files. */
const datasetFinder = (root) => {
  const found = new Map()
  return (given, base) => {
    const key = `${base}\n${given}`
    if (!found.has(key)) found.set(key, datasetsOf(given, base, root))
    return found.get(key)
  }
}

export const createNodesV2 = [
  `configs/*${suffix}`,
  (files, _, { workspaceRoot: root }) => {
    const findDatasets = datasetFinder(root)
    return files.map((file) => [
      file,
      {
        projects: Object.fromEntries(projectsOf(file, root, findDatasets).map((project) => [project.root, project]))
      }
    ])
  }
]

const server = "NX_SELF_HOSTED_REMOTE_CACHE_SERVER"
const token = "NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN"

/** Where others may have computed what is needed: a folder that clones share, or a server. */
const sharedCache = ({ EBCLE_SHARED_CACHE: folder, [server]: address, [token]: secret }) => {
  if (folder) return folderSource(path.resolve(folder))
  return address ? serverSource(address, secret) : undefined
}

/** Before Nx asks a cache: puts the guard before it. What is set in the environment here, Nx takes over. */
export const preTasksExecution = async () => {
  const source = sharedCache(process.env)
  if (source === undefined) return
  const warn = (line) => process.stderr.write(`${line}\n`)
  process.env[server] = await startCacheGuard(source, warn)
  process.env[token] = "the guard asks for none"
}

/** After everything else that Nx prints: where each report is, and what it says. */
export const postTasksExecution = (_, context) => {
  for (const { code, task } of Object.values(context.taskResults ?? {})) {
    if (!task.target.target.startsWith("report") || code !== 0) continue
    const folder = path.join(context.workspaceRoot, "artifacts", task.target.project, "report")
    try {
      const { page, verdict } = JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8"))
      process.stdout.write(`${path.join(folder, page)}: ${verdict}\n`)
    } catch (error) {
      process.stderr.write(`${folder}: no report could be read (${error.message}).\n`)
    }
  }
}
