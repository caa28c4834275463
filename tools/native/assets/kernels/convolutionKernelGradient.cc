// The gradient of a convolution's kernel in bfloat16: dK[u, v, c, o] = Σ x[n, i·s + u - p, j·s + v - p, c] · dy[n, i, j, o].
//
// The processor multiplies pairs and adds both products to a float32, so pairs must lie along what is summed over, the
// pixels. Rows of x and of dy are therefore first interleaved by pairs of pixels, in a part that stays in the cache. oneDNN
// transposes too, but reaches two thirds of this rate on the small images that studies train on.

#if defined(__AVX512BF16__)

#include <algorithm>
#include <vector>

#include "buffer.h"
#include "kernel.h"
#include "parallel.h"

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

struct Geometry {
  int64_t batch, height, width, inputs, rows, columns, outputs;
  int64_t kernelHeight, kernelWidth, strideY, strideX, top, left;
  /** Outputs, filled up to whole registers. */
  int64_t lanes() const { return (outputs + laneCount - 1) / laneCount * laneCount; }
  int64_t pairs() const { return (columns + 1) / 2; }
  /** Few outputs would leave lanes empty; then the inputs take the lanes. */
  bool inputsInLanes() const { return outputs <= fewOutputs; }
};

/** Sums of one block of input channels: [kernel height, kernel width, channel, lane], or with the last two exchanged. */
struct BlockLayout {
  int64_t filled, lanes;
  bool inputsInLanes;

  BlockLayout(const Geometry& g, int64_t channels)
      : filled(g.inputsInLanes() ? (channels + laneCount - 1) / laneCount * laneCount : (channels + 7) / 8 * 8),
        lanes(g.lanes()),
        inputsInLanes(g.inputsInLanes()) {}

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

/** Input channels that one task works on. */
constexpr int64_t channelBlock = 64;
/** Pairs of pixels over which sums stay in registers: more would not stay in the nearest cache beside the image. */
constexpr int64_t pairsAtOnce = 128;

/** Lays a row of x with its zeros around it, every pixel paired with the one that a stride leads to. */
void layRow(const Geometry& g, const bfloat16* from, int64_t channels, int64_t filled, int64_t paddedWidth, Pair* to) {
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
void sumImages(const Geometry& g, const bfloat16* x, const bfloat16* dy, int64_t firstImage, int64_t lastImage,
               int64_t firstChannel, int64_t channels, float* sums) {
  const BlockLayout layout(g, channels);
  const int64_t filled = layout.filled, lanes = layout.lanes, pairs = g.pairs();
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

class ConvolutionKernelGradient {
 public:
  explicit ConvolutionKernelGradient(const Construction& construction)
      : strides_(construction.integers("strides")),
        before_(construction.integers("before")),
        kernel_(construction.integers("kernel")) {
    require(strides_.size() == 2 && before_.size() == 2 && kernel_.size() == 2, "two axes each");
  }

  void operator()(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const Geometry g = {x.dimension(0),  x.dimension(1),  x.dimension(2), x.dimension(3), dy.dimension(1),
                        dy.dimension(2), dy.dimension(3), kernel_[0],     kernel_[1],     strides_[0],
                        strides_[1],     before_[0],      before_[1]};
    const Tensor result = context.output<float>(0, {g.kernelHeight, g.kernelWidth, g.inputs, g.outputs});
    // Blocks of channels need no sum at the end; images are divided too where there are few blocks. Both by the shape alone.
    const int64_t blocks = (g.inputs + channelBlock - 1) / channelBlock;
    const int64_t parts = std::min<int64_t>(g.batch, std::max<int64_t>(1, 8 / blocks));
    const int64_t blockSize = g.kernelHeight * g.kernelWidth * channelBlock * g.lanes();
    std::vector<Buffer<float>> sums(static_cast<size_t>(parts * blocks));
    const auto channelsOf = [&](int64_t block) { return std::min(channelBlock, g.inputs - block * channelBlock); };
    parallelFor(parts * blocks, [&](int64_t task) {
      const int64_t part = task / blocks, block = task % blocks;
      sums[task] = Buffer<float>(blockSize);
      sumImages(g, x.data<bfloat16>(), dy.data<bfloat16>(), g.batch * part / parts, g.batch * (part + 1) / parts,
                block * channelBlock, channelsOf(block), sums[task].data());
    });
    parallelFor(blocks, [&](int64_t block) {
      const int64_t channels = channelsOf(block);
      const BlockLayout layout(g, channels);
      for (int64_t at = 0; at < g.kernelHeight * g.kernelWidth; ++at) {
        for (int64_t c = 0; c < channels; ++c) {
          float* to = result.data<float>() + (at * g.inputs + block * channelBlock + c) * g.outputs;
          for (int64_t o = 0; o < g.outputs; ++o) {
            float sum = 0;
            for (int64_t part = 0; part < parts; ++part)
              sum += sums[part * blocks + block][layout.at(at, c, o)];
            to[o] = sum;
          }
        }
      }
    });
  }

 private:
  std::vector<int64_t> strides_, before_, kernel_;
};

const bool registered = [] {
  registerOperation("EbcleConv2DKernelGrad", {"x: T", "dy: T"}, {"dk: float"},
                    {"T: {bfloat16}", "strides: list(int)", "before: list(int)", "kernel: list(int)"}, unknownShape);
  registerCpuKernel<ConvolutionKernelGradient, bfloat16>("EbcleConv2DKernelGrad");
  return true;
}();

}  // namespace
}  // namespace ebcle

#endif
