// What asks for trainings and reads what they gave. It loads neither engine nor tensor program: those are for the
// training process, and every command would wait for them.
export { type Breakdown, breakdown, phases } from "./breakdown.ts"
export { CheckpointEvery, CheckpointInterval } from "./checkpoints.ts"
export { CostsParams, costsStage, StepCosts } from "./costs/costsStage.ts"
export { EngineChoice, tfjsChoice } from "./engineChoice.ts"
export { profileCell } from "./profileCell.ts"
export { StallLimit } from "./stallLimit.ts"
export { ProfiledOperation, StepProfile } from "./stepProfile.ts"
export { TrainerError } from "./trainerError.ts"
export { TrainParams, trainStage } from "./trainStage.ts"
