/** Freezes plain data in all its depth, so that what is made of it need be made only once. */
export const deeplyFrozen = <A>(value: A): A => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deeplyFrozen)
  return value
}

/** Whether a value cannot change any more. */
export const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))
