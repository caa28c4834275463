export { accountForCells, type Cell, type CellAccount } from "./accountForCells.ts"
export { adjustFamily, type Family } from "./adjustFamily.ts"
export { type Adjustment, adjustPValues } from "./adjustPValues.ts"
export { type AlmostStochasticOrder, almostStochasticOrder } from "./almostStochasticOrder.ts"
export { type BartlettTest, bartlettTest } from "./bartlettTest.ts"
export { type BayesianCorrelatedT, bayesianCorrelatedT } from "./bayesianCorrelatedT.ts"
export { type BayesianSignedRank, bayesianSignedRank } from "./bayesianSignedRank.ts"
export { type BcaBootstrap, bcaBootstrap } from "./bcaBootstrap.ts"
export type { Blocks } from "./blockDesign.ts"
export type { Sides } from "./brownianBoundary.ts"
export { type CliffsDelta, cliffsDelta } from "./cliffsDelta.ts"
export { type CohensDz, cohensDz } from "./cohensDz.ts"
export { type ControlComparison, type ControlComparisons, compareWithControl } from "./compareWithControl.ts"
export { criticalDifference, type RankDesign } from "./criticalDifference.ts"
export { type Equivalence, equivalence } from "./equivalence.ts"
export { fallPoint } from "./fallPoint.ts"
export { type FiellerRatio, fiellerRatio } from "./fiellerRatio.ts"
export { type Friedman, friedman } from "./friedman.ts"
export { type LeveneTest, leveneTest } from "./leveneTest.ts"
export { type LinearCka, linearCka } from "./linearCka.ts"
export { minimumPairs, smallestPValue } from "./minimumPairs.ts"
export { type Nemenyi, nemenyi, type RankComparison } from "./nemenyi.ts"
export { type NonInferiority, nonInferiority } from "./nonInferiority.ts"
export { type NonInferiorityDesign, nonInferiorityPower, requiredPairs } from "./nonInferiorityPower.ts"
export {
  achievedPower,
  detectableEffect,
  neededPairs,
  type PairedPlan,
  type PlanBase,
  type PlannedTest
} from "./pairedPlan.ts"
export { type PairedT, pairedT } from "./pairedT.ts"
export { pairedTPower } from "./pairedTPower.ts"
export { type PermutationTest, permutationTest } from "./permutationTest.ts"
export { quantile } from "./quantile.ts"
export { type RankBiserial, rankBiserial } from "./rankBiserial.ts"
export { type RepeatedMeasuresAnova, repeatedMeasuresAnova } from "./repeatedMeasuresAnova.ts"
export { type SequentialBound, type SequentialPlan, sequentialBounds } from "./sequentialBounds.ts"
export { type SequentialT, sequentialNonInferiority, sequentialPairedT } from "./sequentialT.ts"
export { type ShapiroWilk, shapiroWilk } from "./shapiroWilk.ts"
export type { ZeroHandling } from "./signedRanks.ts"
export { type SignTest, signTest } from "./signTest.ts"
export { signTestPower } from "./signTestPower.ts"
export { type Summary, summary } from "./summary.ts"
export {
  type Estimate,
  type HypothesisTest,
  type Interval,
  isRefusal,
  type Refusal,
  type RopeProbabilities,
  type TestResult
} from "./testResult.ts"
export { type TimeRatio, timeRatio } from "./timeRatio.ts"
export { type VarghaDelaneyA, varghaDelaneyA } from "./varghaDelaneyA.ts"
export { type WilcoxonEquivalence, wilcoxonEquivalence } from "./wilcoxonEquivalence.ts"
export { type SimulatedPower, wilcoxonPower } from "./wilcoxonPower.ts"
export { type WilcoxonSignedRank, wilcoxonSignedRank } from "./wilcoxonSignedRank.ts"
