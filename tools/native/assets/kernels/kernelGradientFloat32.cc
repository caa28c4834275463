// The gradient of a convolution's kernel in float32: dK[u, v, c, o] = Σ x[n, i·s + u - p, j·s + v - p, c] · dy[n, i, j, o].
//
// For processors with AVX2 and no AVX-512, on which oneDNN reaches a quarter of the peak for the few channels of small images.
// Rows of x with their zeros and rows of dy are laid out in a part that stays in the caches; the sums of some channels with two
// registers of outputs stay in registers over all of its pixels.

#if defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)

#include "kernelGradient.h"
#include "registers.h"

namespace ebcle {
namespace {

/** Channels whose sums with two registers of outputs fill 12 of 16 registers. */
constexpr int64_t channelsAtOnce = 6;

/** Sums of one block of input channels: [tap, channel, lane]. */
struct BlockLayout {
  /** Outputs, filled up to whole registers. */
  int64_t lanes;
  int64_t channels, taps;

  BlockLayout(const KernelGeometry& g, int64_t blockChannels)
      : lanes((g.outputs + registerLanes - 1) / registerLanes * registerLanes),
        channels(blockChannels),
        taps(g.kernelHeight * g.kernelWidth) {}

  int64_t size() const { return taps * channels * lanes; }
  int64_t at(int64_t tap, int64_t channel, int64_t output) const { return (tap * channels + channel) * lanes + output; }
};

/** Rows of pixels: a step leads from one output pixel to the next, a row from one output row to the next. */
struct Pixels {
  const float* data;
  int64_t step, row;

  Pixels from(int64_t channel) const { return {data + channel, step, row}; }
};

/** Adds the products of `rows` · `columns` pixels, every channel of x with every lane of dy. */
template <int channels, int registers>
void accumulate(const Pixels& x, const Pixels& dy, int64_t rows, int64_t columns, float* sums, int64_t sumStep) {
  Register held[channels][registers];
#pragma GCC unroll 6
  for (int c = 0; c < channels; ++c)
#pragma GCC unroll 2
    for (int r = 0; r < registers; ++r) held[c][r] = loadRegister(sums + c * sumStep + r * registerLanes);
  for (int64_t row = 0; row < rows; ++row) {
    const float* a = x.data + row * x.row;
    const float* b = dy.data + row * dy.row;
    for (int64_t column = 0; column < columns; ++column, a += x.step, b += dy.step) {
      Register lanes[registers];
#pragma GCC unroll 2
      for (int r = 0; r < registers; ++r) lanes[r] = loadRegister(b + r * registerLanes);
#pragma GCC unroll 6
      for (int c = 0; c < channels; ++c)
#pragma GCC unroll 2
        for (int r = 0; r < registers; ++r) held[c][r] += a[c] * lanes[r];
    }
  }
#pragma GCC unroll 6
  for (int c = 0; c < channels; ++c)
#pragma GCC unroll 2
    for (int r = 0; r < registers; ++r) storeRegister(sums + c * sumStep + r * registerLanes, held[c][r]);
}

template <int registers>
void accumulateChannels(int64_t channels, const Pixels& x, const Pixels& dy, int64_t rows, int64_t columns, float* sums,
                        int64_t sumStep) {
  switch (channels) {
    case 1: return accumulate<1, registers>(x, dy, rows, columns, sums, sumStep);
    case 2: return accumulate<2, registers>(x, dy, rows, columns, sums, sumStep);
    case 3: return accumulate<3, registers>(x, dy, rows, columns, sums, sumStep);
    case 4: return accumulate<4, registers>(x, dy, rows, columns, sums, sumStep);
    case 5: return accumulate<5, registers>(x, dy, rows, columns, sums, sumStep);
    default: return accumulate<channelsAtOnce, registers>(x, dy, rows, columns, sums, sumStep);
  }
}

/** Adds the products at one tap of the kernel, all channels with all outputs. */
void sumTap(const BlockLayout& layout, int64_t tap, const Pixels& x, const Pixels& dy, int64_t rows, int64_t columns,
            float* sums) {
  for (int64_t c = 0; c < layout.channels; c += channelsAtOnce) {
    const int64_t channels = std::min(channelsAtOnce, layout.channels - c);
    int64_t o = 0;
    for (; o + 2 * registerLanes <= layout.lanes; o += 2 * registerLanes)
      accumulateChannels<2>(channels, x.from(c), dy.from(o), rows, columns, sums + layout.at(tap, c, o), layout.lanes);
    if (o < layout.lanes)
      accumulateChannels<1>(channels, x.from(c), dy.from(o), rows, columns, sums + layout.at(tap, c, o), layout.lanes);
  }
}

/** Pixels over which sums stay in registers: more would not stay in the nearest cache beside the image. */
constexpr int64_t pixelsAtOnce = 128;

/** Lays some channels of a row of x between the zeros to its left and right, or a row of zeros where there is none. */
void layRow(const KernelGeometry& g, const float* from, int64_t channels, int64_t paddedWidth, float* to) {
  if (from == nullptr) {
    std::memset(to, 0, static_cast<size_t>(paddedWidth * channels) * sizeof(float));
    return;
  }
  // What lies left and right of the image is zero since the buffer was made.
  const int64_t width = std::min(g.width, paddedWidth - g.left);
  for (int64_t column = 0; column < width; ++column)
    std::memcpy(to + (g.left + column) * channels, from + column * g.inputs, static_cast<size_t>(channels) * sizeof(float));
}

/** Adds the products of some images and one block of channels to its sums. */
void sumImages(const KernelGeometry& g, const BlockLayout& layout, const float* x, const float* dy, int64_t firstImage,
               int64_t lastImage, int64_t firstChannel, int64_t channels, float* sums) {
  const int64_t lanes = layout.lanes, paddedWidth = (g.columns - 1) * g.strideX + g.kernelWidth;
  const int64_t rowsAtOnce = std::min(g.rows, std::max<int64_t>(1, pixelsAtOnce / g.columns));
  const int64_t rowsOfX = (rowsAtOnce - 1) * g.strideY + g.kernelHeight;
  const int64_t xRow = paddedWidth * channels, dyRow = g.columns * lanes;
  const Buffer<float> held(rowsOfX * xRow), slopes(rowsAtOnce * dyRow);
  for (int64_t image = firstImage; image < lastImage; ++image) {
    for (int64_t firstRow = 0; firstRow < g.rows; firstRow += rowsAtOnce) {
      const int64_t rows = std::min(rowsAtOnce, g.rows - firstRow);
      for (int64_t row = 0; row < (rows - 1) * g.strideY + g.kernelHeight; ++row) {
        const int64_t y = firstRow * g.strideY + row - g.top;
        const float* from =
            y < 0 || y >= g.height ? nullptr : x + ((image * g.height + y) * g.width) * g.inputs + firstChannel;
        layRow(g, from, channels, paddedWidth, &held[row * xRow]);
      }
      const float* slope = dy + (image * g.rows + firstRow) * g.columns * g.outputs;
      for (int64_t pixel = 0; pixel < rows * g.columns; ++pixel)
        std::memcpy(&slopes[pixel * lanes], slope + pixel * g.outputs, static_cast<size_t>(g.outputs) * sizeof(float));
      for (int64_t u = 0; u < g.kernelHeight; ++u) {
        for (int64_t v = 0; v < g.kernelWidth; ++v) {
          const Pixels shifted = {&held[u * xRow + v * channels], g.strideX * channels, g.strideY * xRow};
          sumTap(layout, u * g.kernelWidth + v, shifted, {slopes.data(), lanes, dyRow}, rows, g.columns, sums);
        }
      }
    }
  }
}

struct FloatSum {
  using Layout = BlockLayout;
  static constexpr auto addImages = sumImages;
};

const bool registered = registerKernelGradient<float, FloatSum>("T: {float}");

}  // namespace
}  // namespace ebcle

#endif
