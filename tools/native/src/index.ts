export { HostSystem, type HostSystemShape } from "./hostSystem.ts"
export { NativeError, NativeReason } from "./nativeError.ts"
export { type NativeLock, readNativeLock, type Wheel, type WheelSet, type WheelSetName } from "./nativeLock.ts"
export { type NativeServices, type NativeStatus, type SetupOptions, setup } from "./setup.ts"
