// A convolution of 3x3 by strides of 1 in float32 by Winograd's minimal filtering F(2x2, 3x3) (Winograd 1980; Lavin and Gray
// 2016): a tile of 2x2 outputs takes 16 products where the definition takes 36.
//
// Tiles d of 4x4 inputs, which overlap by two, and the taps g are transformed by additions, V = Bᵀ d B and U = G g Gᵀ; then each
// of the 16 points is a matrix product over the channels, M = V U, and Aᵀ M A are the outputs. A group of tiles goes through all
// of it in the caches. A number that is not finite spoils the outputs that the definition reads it for, and no others.

#if defined(__AVX512F__)

#include <algorithm>
#include <vector>

#include "buffer.h"
#include "kernel.h"
#include "parallel.h"

namespace ebcle {
namespace {

constexpr int64_t points = 16;
/** Tiles that are multiplied at once: their sums with two registers of outputs fill 28 of 32 registers. */
constexpr int64_t groupTiles = 14;
constexpr int64_t blockOutputs = 2 * laneCount;

int64_t roundUp(int64_t count, int64_t multiple) { return (count + multiple - 1) / multiple * multiple; }

struct Geometry {
  int64_t batch, height, width, inputs, rows, columns, outputs, top, left;

  int64_t tileRows() const { return (rows + 1) / 2; }
  int64_t tileColumns() const { return (columns + 1) / 2; }
  int64_t tiles() const { return batch * tileRows() * tileColumns(); }
  /** Inputs, filled up to whole registers. */
  int64_t filled() const { return roundUp(inputs, laneCount); }
};

/** A tile, by where its outputs begin. */
struct Tile {
  int64_t image, row, column;

  static Tile at(const Geometry& g, int64_t index) {
    const int64_t perImage = g.tileRows() * g.tileColumns(), within = index % perImage;
    return {index / perImage, within / g.tileColumns() * 2, within % g.tileColumns() * 2};
  }
  void advance(const Geometry& g) {
    column += 2;
    if (column < g.columns) return;
    column = 0;
    row += 2;
    if (row < g.rows) return;
    row = 0;
    ++image;
  }
};

inline Lanes loadUpTo(const float* from, int64_t count) {
  return count >= laneCount ? load(from) : loadSome(from, count);
}

inline void storeUpTo(float* to, Lanes lanes, int64_t count) {
  if (count >= laneCount) {
    store(to, lanes);
  } else {
    storeSome(to, lanes, count);
  }
}

/** Bᵀ d B of one tile, [point, ..., channel]: a step leads from 16 channels to the next, a plane from a point to the next. */
void transformInput(const float* const (&pixels)[4][4], int64_t channels, int64_t step, int64_t plane, float* to) {
  for (int64_t c = 0; c < channels; c += laneCount, to += step) {
    Lanes half[4][4];
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
      Lanes d[4];
#pragma GCC unroll 4
      for (int i = 0; i < 4; ++i) d[i] = loadUpTo(pixels[i][j] + c, channels - c);
      half[0][j] = d[0] - d[2];
      half[1][j] = d[1] + d[2];
      half[2][j] = d[2] - d[1];
      half[3][j] = d[1] - d[3];
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      const Lanes* h = half[i];
      store(to + (4 * i) * plane, h[0] - h[2]);
      store(to + (4 * i + 1) * plane, h[1] + h[2]);
      store(to + (4 * i + 2) * plane, h[2] - h[1]);
      store(to + (4 * i + 3) * plane, h[1] - h[3]);
    }
  }
}

/** The inputs of a tile; zeros beyond the image. */
void findPixels(const Geometry& g, const float* x, const float* zeros, const Tile& tile, const float* (&pixels)[4][4]) {
  const int64_t top = tile.row - g.top, left = tile.column - g.left;
  const float* corner = x + ((tile.image * g.height + top) * g.width + left) * g.inputs;
  const bool inside = top >= 0 && top + 4 <= g.height && left >= 0 && left + 4 <= g.width;
  for (int64_t i = 0; i < 4; ++i) {
    for (int64_t j = 0; j < 4; ++j) {
      const int64_t row = top + i, column = left + j;
      const bool within = inside || (row >= 0 && row < g.height && column >= 0 && column < g.width);
      pixels[i][j] = within ? corner + (i * g.width + j) * g.inputs : zeros;
    }
  }
}

/** Transforms a group of tiles to [point, channels / 16, tile, 16]; tiles beyond the last one are left as they were. */
void transformGroup(const Geometry& g, const float* x, const float* zeros, int64_t firstTile, float* to) {
  const int64_t count = std::min(groupTiles, g.tiles() - firstTile);
  Tile tile = Tile::at(g, firstTile);
  for (int64_t t = 0; t < count; ++t, tile.advance(g)) {
    const float* pixels[4][4];
    findPixels(g, x, zeros, tile, pixels);
    transformInput(pixels, g.inputs, groupTiles * laneCount, g.filled() * groupTiles, to + t * laneCount);
  }
}

/** G g Gᵀ of 16 inputs and 16 outputs, [tap, input, output] to [point, ..., input, ..., output]. */
void transformTaps(const float* taps, int64_t inputs, int64_t width, int64_t plane, float* to) {
  for (int64_t c = 0; c < inputs; ++c, to += width) {
    Lanes half[4][3];
#pragma GCC unroll 3
    for (int j = 0; j < 3; ++j) {
      Lanes tap[3];
#pragma GCC unroll 3
      for (int i = 0; i < 3; ++i) tap[i] = load(taps + ((3 * i + j) * laneCount + c) * laneCount);
      half[0][j] = tap[0];
      half[1][j] = 0.5f * (tap[0] + tap[2] + tap[1]);
      half[2][j] = 0.5f * (tap[0] + tap[2] - tap[1]);
      half[3][j] = tap[2];
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      const Lanes* h = half[i];
      store(to + (4 * i) * plane, h[0]);
      store(to + (4 * i + 1) * plane, 0.5f * (h[0] + h[2] + h[1]));
      store(to + (4 * i + 2) * plane, 0.5f * (h[0] + h[2] - h[1]));
      store(to + (4 * i + 3) * plane, h[2]);
    }
  }
}

/** Outputs of the block that begins at one, filled up to whole registers. */
int64_t blockWidth(const Geometry& g, int64_t firstOutput) {
  return std::min<int64_t>(blockOutputs, roundUp(g.outputs - firstOutput, laneCount));
}

/**
 * Transforms a kernel [3, 3, inputs, outputs] to [outputs / 32, point, input, 32]; or, rotated, the kernel
 * [3, 3, outputs, inputs] of the convolution whose input gradient this one is.
 */
void transformKernel(const Geometry& g, const float* kernel, bool rotated, float* to) {
  const int64_t inputBlocks = roundUp(g.inputs, laneCount) / laneCount;
  const int64_t outputBlocks = roundUp(g.outputs, laneCount) / laneCount;
  parallelFor(inputBlocks * outputBlocks, [&](int64_t task) {
    const int64_t firstOutput = task / inputBlocks * laneCount, firstInput = task % inputBlocks * laneCount;
    const int64_t inputs = std::min<int64_t>(laneCount, g.inputs - firstInput);
    const int64_t outputs = std::min<int64_t>(laneCount, g.outputs - firstOutput);
    alignas(64) float taps[9 * laneCount * laneCount] = {};
    for (int64_t tap = 0; tap < 9; ++tap) {
      float* at = taps + tap * laneCount * laneCount;
      if (rotated) {
        const float* from = kernel + ((8 - tap) * g.outputs + firstOutput) * g.inputs + firstInput;
        for (int64_t o = 0; o < outputs; ++o)
          for (int64_t c = 0; c < inputs; ++c) at[c * laneCount + o] = from[o * g.inputs + c];
      } else {
        const float* from = kernel + (tap * g.inputs + firstInput) * g.outputs + firstOutput;
        for (int64_t c = 0; c < inputs; ++c) store(at + c * laneCount, loadUpTo(from + c * g.outputs, outputs));
      }
    }
    const int64_t blockStart = firstOutput / blockOutputs * blockOutputs, width = blockWidth(g, blockStart);
    float* block = to + blockStart * points * g.inputs;
    transformTaps(taps, inputs, width, g.inputs * width, block + firstInput * width + firstOutput - blockStart);
  });
}

/** The products of a group of tiles with the outputs of one block, at one point: [tile, output]. */
template <int registers>
void multiply(const float* v, const float* u, int64_t channels, float* m) {
  Lanes sums[groupTiles][registers] = {};
  for (int64_t first = 0; first < channels; first += laneCount, v += groupTiles * laneCount) {
    const int64_t count = std::min<int64_t>(laneCount, channels - first);
    for (int64_t c = 0; c < count; ++c, u += registers * laneCount) {
      Lanes weights[registers];
#pragma GCC unroll 2
      for (int r = 0; r < registers; ++r) weights[r] = load(u + r * laneCount);
#pragma GCC unroll 14
      for (int t = 0; t < groupTiles; ++t) {
        const float value = v[t * laneCount + c];
#pragma GCC unroll 2
        for (int r = 0; r < registers; ++r) sums[t][r] += value * weights[r];
      }
    }
  }
#pragma GCC unroll 14
  for (int t = 0; t < groupTiles; ++t)
#pragma GCC unroll 2
    for (int r = 0; r < registers; ++r) store(m + (t * registers + r) * laneCount, sums[t][r]);
}

/** Aᵀ M A of one tile and 16 outputs. */
void transformOutput(const float* m, int64_t plane, Lanes (&y)[2][2]) {
  Lanes half[2][4];
#pragma GCC unroll 4
  for (int j = 0; j < 4; ++j) {
    Lanes at[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) at[i] = load(m + (4 * i + j) * plane);
    half[0][j] = at[0] + at[1] + at[2];
    half[1][j] = at[1] - at[2] - at[3];
  }
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i) {
    y[i][0] = half[i][0] + half[i][1] + half[i][2];
    y[i][1] = half[i][1] - half[i][2] - half[i][3];
  }
}

/** Writes the outputs of a group of tiles. */
void writeGroup(const Geometry& g, const float* m, int64_t firstTile, int64_t firstOutput, int64_t width, float* y) {
  const int64_t plane = groupTiles * width;
  const int64_t count = std::min(groupTiles, g.tiles() - firstTile);
  Tile tile = Tile::at(g, firstTile);
  for (int64_t t = 0; t < count; ++t, tile.advance(g)) {
    const bool both = tile.row + 1 < g.rows, wide = tile.column + 1 < g.columns;
    float* corner = y + ((tile.image * g.rows + tile.row) * g.columns + tile.column) * g.outputs + firstOutput;
    for (int64_t o = 0; o < width; o += laneCount) {
      Lanes outputs[2][2];
      transformOutput(m + t * width + o, plane, outputs);
      const int64_t left = g.outputs - firstOutput - o;
      float* to = corner + o;
      storeUpTo(to, outputs[0][0], left);
      if (wide) storeUpTo(to + g.outputs, outputs[0][1], left);
      if (both) storeUpTo(to + g.columns * g.outputs, outputs[1][0], left);
      if (both && wide) storeUpTo(to + (g.columns + 1) * g.outputs, outputs[1][1], left);
    }
  }
}

/** What the transformed inputs of a task may take: beside them, the taps of a block of outputs stay in the nearer caches. */
constexpr int64_t workspaceBytes = 256 * 1024;

/** Memory of this thread, which keeps it for the next task. */
float* workspace(int64_t count) {
  thread_local Buffer<float> held;
  thread_local int64_t size = 0;
  if (size < count) {
    held = Buffer<float>(count);
    size = count;
  }
  return held.data();
}

/** Groups of tiles from input to output, with all blocks of transformed taps `u`. */
void convolve(const Geometry& g, const float* x, const float* zeros, const float* u, int64_t firstGroup, int64_t groups,
              float* y) {
  const int64_t plane = g.filled() * groupTiles;
  float* const v = workspace(groups * points * plane);
  for (int64_t i = 0; i < groups; ++i)
    transformGroup(g, x, zeros, (firstGroup + i) * groupTiles, v + i * points * plane);
  alignas(64) float m[points * groupTiles * blockOutputs];
  for (int64_t o = 0; o < g.outputs; o += blockOutputs) {
    const int64_t width = blockWidth(g, o);
    const auto product = width == blockOutputs ? multiply<2> : multiply<1>;
    for (int64_t i = 0; i < groups; ++i) {
      for (int64_t p = 0; p < points; ++p)
        product(v + (i * points + p) * plane, u + (o * points + p * width) * g.inputs, g.inputs, m + p * groupTiles * width);
      writeGroup(g, m, (firstGroup + i) * groupTiles, o, width, y);
    }
  }
}

class WinogradConvolution {
 public:
  explicit WinogradConvolution(const Construction& construction)
      : before_(construction.integers("before")),
        after_(construction.integers("after")),
        rotated_(construction.flag("rotated")) {
    require(before_.size() == 2 && after_.size() == 2, "two axes each");
  }

  void operator()(const Context& context) const {
    const Tensor x = context.input(0), kernel = context.input(1);
    const Geometry g = {x.dimension(0),
                        x.dimension(1),
                        x.dimension(2),
                        x.dimension(3),
                        x.dimension(1) + before_[0] + after_[0] - 2,
                        x.dimension(2) + before_[1] + after_[1] - 2,
                        kernel.dimension(rotated_ ? 2 : 3),
                        before_[0],
                        before_[1]};
    require(kernel.dimension(0) == 3 && kernel.dimension(1) == 3, "a kernel of 3x3");
    require(kernel.dimension(rotated_ ? 3 : 2) == g.inputs && g.inputs > 0, "as many channels as the kernel has");
    require(g.rows > 0 && g.columns > 0, "an image that the kernel fits in");
    const Tensor y = context.output<float>(0, {g.batch, g.rows, g.columns, g.outputs});
    const Buffer<float> transformed(points * g.inputs * roundUp(g.outputs, laneCount));
    transformKernel(g, kernel.data<float>(), rotated_, transformed.data());
    const Buffer<float> zeros(g.filled());
    const int64_t groups = (g.tiles() + groupTiles - 1) / groupTiles;
    const int64_t most = workspaceBytes / (points * groupTiles * g.filled() * static_cast<int64_t>(sizeof(float)));
    // Enough tasks for all processors, by the shape alone.
    const int64_t atOnce = std::max<int64_t>(1, std::min(most, groups / 16));
    parallelFor((groups + atOnce - 1) / atOnce, [&](int64_t task) {
      const int64_t first = task * atOnce;
      convolve(g, x.data<float>(), zeros.data(), transformed.data(), first, std::min(atOnce, groups - first),
               y.data<float>());
    });
  }

 private:
  std::vector<int64_t> before_, after_;
  bool rotated_;
};

const bool registered = [] {
  registerOperation("EbcleConv2DWinograd", {"x: T", "kernel: T"}, {"y: T"},
                    {"T: {float}", "before: list(int)", "after: list(int)", "rotated: bool"}, unknownShape);
  registerCpuKernel<WinogradConvolution, float>("EbcleConv2DWinograd");
  return true;
}();

}  // namespace
}  // namespace ebcle

#endif
