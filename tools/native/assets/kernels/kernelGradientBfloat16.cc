// The gradient of a convolution's kernel in bfloat16: dK[u, v, c, o] = Σ x[n, i·s + u - p, j·s + v - p, c] · dy[n, i, j, o].
//
// The processor multiplies pairs and adds both products to a float32, so pairs must lie along what is summed over, the
// pixels. Rows of x and of dy are therefore first interleaved by pairs of pixels, in a part that stays in the cache. oneDNN
// transposes too, but reaches two thirds of this rate on the small images that studies train on.

#if defined(__AVX512BF16__)

#include <immintrin.h>

#include "kernelGradient.h"
#include "lanes.h"

namespace ebcle {
namespace {

/** Two bfloat16 numbers: of two pixels, of one channel. */
using Pair = uint32_t;

Pair pairOf(bfloat16 low, bfloat16 high) { return static_cast<Pair>(low.bits) | static_cast<Pair>(high.bits) << 16; }

/** Interleaves the channels of two pixels; a missing one counts as zeros. */
void interleave(const bfloat16* low, const bfloat16* high, int64_t channels, Pair* to) {
  for (int64_t c = 0; c < channels; ++c) to[c] = pairOf(low ? low[c] : bfloat16{0}, high ? high[c] : bfloat16{0});
}

/** The same of pixels that are both there, as most are. */
inline void interleaveBoth(const bfloat16* low, const bfloat16* high, int64_t channels, Pair* to) {
  int64_t c = 0;
  for (; c + laneCount <= channels; c += laneCount) {
    const __m512i a = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)(low + c)));
    const __m512i b = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)(high + c)));
    _mm512_storeu_si512(to + c, _mm512_or_si512(a, _mm512_slli_epi32(b, 16)));
  }
  for (; c < channels; ++c) to[c] = pairOf(low[c], high[c]);
}

/** The growth rate of the common DenseNets. */
constexpr int64_t fewOutputs = 12;

/** Few outputs would leave lanes empty; then the inputs take the lanes. */
bool hasInputsInLanes(const KernelGeometry& g) { return g.outputs <= fewOutputs; }

/** Sums of one block of input channels: [kernel height, kernel width, channel, lane], or with the last two exchanged. */
struct BlockLayout {
  /** Channels and outputs, filled up to what is multiplied at once. */
  int64_t filled, lanes, taps;
  bool inputsInLanes;

  BlockLayout(const KernelGeometry& g, int64_t channels)
      : filled(hasInputsInLanes(g) ? (channels + laneCount - 1) / laneCount * laneCount : (channels + 7) / 8 * 8),
        lanes((g.outputs + laneCount - 1) / laneCount * laneCount),
        taps(g.kernelHeight * g.kernelWidth),
        inputsInLanes(hasInputsInLanes(g)) {}

  int64_t size() const { return taps * filled * (inputsInLanes ? fewOutputs : lanes); }

  int64_t at(int64_t tap, int64_t channel, int64_t output) const {
    return inputsInLanes ? (tap * fewOutputs + output) * filled + channel : (tap * filled + channel) * lanes + output;
  }
};

/** Interleaved rows: a step leads from one pair of output pixels to the next, a row from one output row to the next. */
struct Pixels {
  const Pair* data;
  int64_t step, row;
};

/** Adds the products of `rows` · `pairs` pairs of pixels, every channel of x with every lane of y. */
template <int channels, int registers>
void accumulate(const Pixels& x, const Pixels& y, int64_t rows, int64_t pairs, float* sums, int64_t sumStep) {
  __m512 held[channels][registers];
#pragma GCC unroll 16
  for (int c = 0; c < channels; ++c)
#pragma GCC unroll 4
    for (int r = 0; r < registers; ++r) held[c][r] = _mm512_loadu_ps(sums + c * sumStep + r * laneCount);
  for (int64_t row = 0; row < rows; ++row) {
    const Pair* a = x.data + row * x.row;
    const Pair* b = y.data + row * y.row;
    for (int64_t pair = 0; pair < pairs; ++pair, a += x.step, b += y.step) {
      __m512bh lanes[registers];
#pragma GCC unroll 4
      for (int r = 0; r < registers; ++r) lanes[r] = (__m512bh)_mm512_loadu_si512(b + r * laneCount);
#pragma GCC unroll 16
      for (int c = 0; c < channels; ++c) {
        const __m512bh value = (__m512bh)_mm512_set1_epi32(static_cast<int>(a[c]));
#pragma GCC unroll 4
        for (int r = 0; r < registers; ++r) held[c][r] = _mm512_dpbf16_ps(held[c][r], lanes[r], value);
      }
    }
  }
#pragma GCC unroll 16
  for (int c = 0; c < channels; ++c)
#pragma GCC unroll 4
    for (int r = 0; r < registers; ++r) _mm512_storeu_ps(sums + c * sumStep + r * laneCount, held[c][r]);
}

/** Adds the products at one tap of the kernel, all channels with all outputs. */
void sumTap(const BlockLayout& layout, int64_t tap, const Pixels& x, const Pixels& dy, int64_t rows, int64_t pairs,
            float* sums) {
  const auto from = [](const Pixels& pixels, int64_t channel) {
    return Pixels{pixels.data + channel, pixels.step, pixels.row};
  };
  if (layout.inputsInLanes) {
    int64_t c = 0;
    for (; c + 2 * laneCount <= layout.filled; c += 2 * laneCount)
      accumulate<fewOutputs, 2>(dy, from(x, c), rows, pairs, sums + layout.at(tap, c, 0), layout.filled);
    if (c < layout.filled)
      accumulate<fewOutputs, 1>(dy, from(x, c), rows, pairs, sums + layout.at(tap, c, 0), layout.filled);
    return;
  }
  for (int64_t c = 0; c < layout.filled; c += 8) {
    int64_t o = 0;
    for (; o + 2 * laneCount <= layout.lanes; o += 2 * laneCount)
      accumulate<8, 2>(from(x, c), from(dy, o), rows, pairs, sums + layout.at(tap, c, o), layout.lanes);
    if (o < layout.lanes)
      accumulate<8, 1>(from(x, c), from(dy, o), rows, pairs, sums + layout.at(tap, c, o), layout.lanes);
  }
}

/** Pairs of pixels over which sums stay in registers: more would not stay in the nearest cache beside the image. */
constexpr int64_t pairsAtOnce = 128;

/** Lays a row of x with its zeros around it, every pixel paired with the one that a stride leads to. */
void layRow(const KernelGeometry& g, const bfloat16* from, int64_t channels, int64_t filled, int64_t paddedWidth, Pair* to) {
  if (from == nullptr) {
    std::memset(to, 0, static_cast<size_t>(paddedWidth * filled) * sizeof(Pair));
    return;
  }
  const auto pixel = [&](int64_t column) {
    return column < 0 || column >= g.width ? nullptr : from + column * g.inputs;
  };
  for (int64_t column = 0; column < paddedWidth; ++column) {
    const bfloat16 *low = pixel(column - g.left), *high = pixel(column - g.left + g.strideX);
    if (low != nullptr && high != nullptr) {
      interleaveBoth(low, high, channels, to + column * filled);
    } else {
      interleave(low, high, channels, to + column * filled);
    }
  }
}

/** Adds the products of some images and one block of channels to its sums. */
void sumImages(const KernelGeometry& g, const BlockLayout& layout, const bfloat16* x, const bfloat16* dy,
               int64_t firstImage, int64_t lastImage, int64_t firstChannel, int64_t channels, float* sums) {
  const int64_t filled = layout.filled, lanes = layout.lanes, pairs = (g.columns + 1) / 2;
  const int64_t paddedWidth = (2 * pairs - 1) * g.strideX + g.kernelWidth;
  const int64_t rowsAtOnce = std::min(g.rows, std::max<int64_t>(1, pairsAtOnce / pairs));
  const int64_t rowsOfX = (rowsAtOnce - 1) * g.strideY + g.kernelHeight;
  const int64_t xRow = paddedWidth * filled, dyRow = pairs * lanes;
  const Buffer<Pair> held(rowsOfX * xRow), slopes(rowsAtOnce * dyRow);
  for (int64_t image = firstImage; image < lastImage; ++image) {
    for (int64_t firstRow = 0; firstRow < g.rows; firstRow += rowsAtOnce) {
      const int64_t rows = std::min(rowsAtOnce, g.rows - firstRow);
      for (int64_t row = 0; row < (rows - 1) * g.strideY + g.kernelHeight; ++row) {
        const int64_t y = firstRow * g.strideY + row - g.top;
        const bfloat16* from =
            y < 0 || y >= g.height ? nullptr : x + ((image * g.height + y) * g.width) * g.inputs + firstChannel;
        layRow(g, from, channels, filled, paddedWidth, &held[row * xRow]);
      }
      for (int64_t row = 0; row < rows; ++row) {
        const bfloat16* from = dy + (image * g.rows + firstRow + row) * g.columns * g.outputs;
        Pair* to = &slopes[row * dyRow];
        for (int64_t pair = 0; pair < g.columns / 2; ++pair)
          interleaveBoth(from + 2 * pair * g.outputs, from + (2 * pair + 1) * g.outputs, g.outputs, to + pair * lanes);
        if (g.columns % 2 == 1)
          interleave(from + (g.columns - 1) * g.outputs, nullptr, g.outputs, to + (pairs - 1) * lanes);
      }
      for (int64_t u = 0; u < g.kernelHeight; ++u) {
        for (int64_t v = 0; v < g.kernelWidth; ++v) {
          const Pixels shifted = {&held[u * xRow + v * filled], 2 * g.strideX * filled, g.strideY * xRow};
          sumTap(layout, u * g.kernelWidth + v, shifted, {slopes.data(), lanes, dyRow}, rows, pairs, sums);
        }
      }
    }
  }
}

struct PairSum {
  using Layout = BlockLayout;
  static constexpr auto addImages = sumImages;
};

const bool registered = registerKernelGradient<bfloat16, PairSum>("T: {bfloat16}");

}  // namespace
}  // namespace ebcle

#endif
