import type { MeasureName } from "@ebcle/core"
import type { Measure } from "./measure.ts"
import { blockPair } from "./measures/blockPair.ts"
import { cooccurrence } from "./measures/cooccurrence.ts"
import { deflate } from "./measures/deflate.ts"
import { delentropy } from "./measures/delentropy.ts"
import { haar } from "./measures/haar.ts"
import { intensity } from "./measures/intensity.ts"
import { local } from "./measures/local.ts"
import { maximumEntropy } from "./measures/maximumEntropy.ts"
import { png } from "./measures/png.ts"
import { shannon } from "./measures/shannon.ts"
import { shannonJamesStein } from "./measures/shannonJamesStein.ts"
import { shannonJoint } from "./measures/shannonJoint.ts"
import { shannonMillerMadow } from "./measures/shannonMillerMadow.ts"
import { shannonPerChannel } from "./measures/shannonPerChannel.ts"
import { shannonPerChannelJamesStein } from "./measures/shannonPerChannelJamesStein.ts"
import { shannonPerChannelMillerMadow } from "./measures/shannonPerChannelMillerMadow.ts"
import { signalToNoise } from "./measures/signalToNoise.ts"

/** Every measure by the name that a study or `ebcle profile` calls it by, in the order of tables. */
export const measures: { readonly [N in MeasureName]: Measure } = {
  shannon,
  "shannon-miller-madow": shannonMillerMadow,
  "shannon-james-stein": shannonJamesStein,
  "shannon-per-channel": shannonPerChannel,
  "shannon-per-channel-miller-madow": shannonPerChannelMillerMadow,
  "shannon-per-channel-james-stein": shannonPerChannelJamesStein,
  "shannon-joint": shannonJoint,
  intensity,
  "maximum-entropy": maximumEntropy,
  local,
  cooccurrence,
  delentropy,
  haar,
  "block-pair": blockPair,
  deflate,
  png,
  "signal-to-noise": signalToNoise
}
