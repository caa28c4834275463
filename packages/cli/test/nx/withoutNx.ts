/**
 * An environment without what an Nx sets for its tasks: when these tests are a task themselves, an Nx that they start and
 * kill would take what it left for tasks that call themselves.
 */
export const withoutNx = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("NX_")))
