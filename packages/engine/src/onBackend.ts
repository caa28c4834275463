import type * as Tfjs from "@tensorflow/tfjs"

/**
 * Calls a function while a backend of tfjs is the current one; then puts the one before back, and disposes of the
 * tensors that were made and not kept.
 *
 * tfjs has one current backend in a process, and an operation runs on it; with both engines open each call has to name
 * its own. The backend must have been created: then `setBackend` has done its work when it returns.
 */
export const onBackend = <A>(tf: typeof Tfjs, name: string, call: () => A): A => {
  const before = tf.getBackend()
  void tf.setBackend(name)
  // Not `tidy`, which would look for tensors in every element of the arrays that are returned.
  tf.engine().startScope()
  try {
    return call()
  } finally {
    tf.engine().endScope()
    void tf.setBackend(before)
  }
}
