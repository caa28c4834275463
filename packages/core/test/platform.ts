import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem"
import * as NodePath from "@effect/platform-node-shared/NodePath"
import { Layer } from "effect"

/** The real file system. */
export const platform = Layer.mergeAll(NodeFileSystem.layer, NodePath.layer)
