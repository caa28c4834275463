/** Multiplies two matrices with the tfjs-node-gpu in the folder argument and prints what it found as one line of JSON. */
const util = require("node:util")

// tfjs-node-gpu calls these two, which Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined
util.isArray ??= Array.isArray

const tf = require(process.argv[2])

const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])
const b = tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2])
const { binding, isUsingGpuDevice } = tf.backend()
const product = Array.from(tf.matMul(a, b).dataSync())
process.stdout.write(`\n${JSON.stringify({ tensorflow: binding.TF_Version, gpu: isUsingGpuDevice, product })}\n`)
