#pragma once

// [pixels, channels] in rows of whole registers, and what batch normalisation does with them on the way there and back: the
// sums of channels and the change of every element. The layout of the work is ours.

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "kernel.h"
#include "parallel.h"

namespace ebcle {

enum class Activation { none, relu, swish };

inline Activation activationOf(const std::string& name) {
  if (name == "none") return Activation::none;
  if (name == "relu") return Activation::relu;
  require(name == "swish", "activation must be none, relu or swish");
  return Activation::swish;
}

/**
 * [pixels, channels] read as rows of so many pixels that their channels fill whole registers. What is left at the end
 * is copied to a row of its own that is filled up with zeros.
 */
struct Layout {
  int64_t pixels, channels, group, period, rows, rest, tasks;

  Layout(int64_t size, int64_t channels)
      : pixels(size / channels),
        channels(channels),
        group(pixelsOfRow(channels)),
        period(group * channels),
        rows(pixels / group),
        rest((pixels % group) * channels),
        // A function of the shape alone: the sums of the tasks are added in their order.
        tasks(std::max<int64_t>(1, std::min<int64_t>(64, rows * period / 32768))) {}

  /** At least four registers, whose sums need not wait for each other. */
  static int64_t pixelsOfRow(int64_t channels) {
    int64_t pixels = laneCount / std::gcd<int64_t>(channels, laneCount);
    while (pixels * channels < 4 * laneCount) pixels *= 2;
    return pixels;
  }

  int64_t firstRow(int64_t task) const { return rows * task / tasks; }

  /** A value per channel, repeated to the length of a row. */
  std::vector<float> repeat(const std::vector<float>& perChannel) const {
    std::vector<float> row(static_cast<size_t>(period));
    for (int64_t i = 0; i < period; ++i) row[i] = perChannel[i % channels];
    return row;
  }
};

/** Two sums for each channel. */
struct Sums {
  std::vector<double> first, second;
  explicit Sums(int64_t channels) : first(channels), second(channels) {}
};

/** Rows that are summed in float32 before their sum goes on in float64. */
constexpr int64_t rowsAtOnce = 128;

/**
 * Adds up two numbers for each element of some rows, channel by channel. `terms(offset, column, a, b)` gives them for
 * the lanes at `offset`, of which the first stands in column `column` of its row.
 */
template <int width, typename Terms>
void sumColumns(const Layout& layout, int64_t from, int64_t to, int64_t column, const Terms& terms, Sums& sums) {
  for (int64_t begin = from; begin < to; begin += rowsAtOnce) {
    const int64_t end = std::min(to, begin + rowsAtOnce);
    Lanes first[width] = {}, second[width] = {};
    for (int64_t row = begin; row < end; ++row) {
      for (int i = 0; i < width; ++i) {
        const int64_t at = column + i * laneCount;
        Lanes a, b;
        terms(row * layout.period + at, at, a, b);
        first[i] += a;
        second[i] += b;
      }
    }
    for (int i = 0; i < width; ++i) {
      for (int lane = 0; lane < laneCount; ++lane) {
        const int64_t channel = (column + i * laneCount + lane) % layout.channels;
        sums.first[channel] += first[i][lane];
        sums.second[channel] += second[i][lane];
      }
    }
  }
}

template <typename Terms>
void sumRows(const Layout& layout, int64_t from, int64_t to, const Terms& terms, Sums& sums) {
  // Blocks of rows that stay in the cache while their columns are visited four registers at a time.
  for (int64_t begin = from; begin < to; begin += rowsAtOnce) {
    const int64_t end = std::min(to, begin + rowsAtOnce);
    int64_t column = 0;
    for (; column + 4 * laneCount <= layout.period; column += 4 * laneCount)
      sumColumns<4>(layout, begin, end, column, terms, sums);
    switch ((layout.period - column) / laneCount) {
      case 3: sumColumns<3>(layout, begin, end, column, terms, sums); break;
      case 2: sumColumns<2>(layout, begin, end, column, terms, sums); break;
      case 1: sumColumns<1>(layout, begin, end, column, terms, sums); break;
    }
  }
}

/** Sums over all rows, by as many tasks as the layout says. */
template <typename Terms>
Sums sumAll(const Layout& layout, const Terms& terms) {
  std::vector<Sums> parts(static_cast<size_t>(layout.tasks), Sums(layout.channels));
  parallelFor(layout.tasks, [&](int64_t task) {
    sumRows(layout, layout.firstRow(task), layout.firstRow(task + 1), terms, parts[task]);
  });
  Sums total(layout.channels);
  for (const Sums& part : parts) {
    for (int64_t c = 0; c < layout.channels; ++c) {
      total.first[c] += part.first[c];
      total.second[c] += part.second[c];
    }
  }
  return total;
}

/** Calls `change(offset, column)` for every register of every row, and `finish(row)` after each. */
template <typename Change, typename Finish>
void changeAll(const Layout& layout, const Change& change, const Finish& finish) {
  parallelFor(layout.tasks, [&](int64_t task) {
    for (int64_t row = layout.firstRow(task); row < layout.firstRow(task + 1); ++row) {
      for (int64_t column = 0; column < layout.period; column += laneCount)
        change(row * layout.period + column, column);
      finish(row);
    }
  });
}

template <typename Change>
void changeAll(const Layout& layout, const Change& change) {
  changeAll(layout, change, [](int64_t) {});
}

/** Some channels of another tensor, to be added: those of pixel p begin at data + p · stride. */
template <typename T>
struct Addend {
  const T* data;
  int64_t stride;

  /** Adds the channels of some pixels to `to`, where they lie close together. */
  void addTo(T* to, int64_t firstPixel, int64_t pixels, int64_t channels) const {
    for (int64_t pixel = 0; pixel < pixels; ++pixel) {
      const T* from = data + (firstPixel + pixel) * stride;
      T* sum = to + pixel * channels;
      int64_t c = 0;
      for (; c + laneCount <= channels; c += laneCount) store(sum + c, load(sum + c) + load(from + c));
      if (c < channels)
        storeSome(sum + c, loadSome(sum + c, channels - c) + loadSome(from + c, channels - c), channels - c);
    }
  }
};

/** The last pixels of a tensor as a row of their own, filled up with zeros. */
template <typename T>
std::vector<T> lastRow(const Layout& layout, const T* data) {
  std::vector<T> row(static_cast<size_t>(layout.period), T{});
  const T* from = data + layout.rows * layout.period;
  std::copy(from, from + layout.rest, row.begin());
  return row;
}

template <typename T>
void copyLastRow(const Layout& layout, const std::vector<T>& row, T* data) {
  std::copy(row.begin(), row.begin() + layout.rest, data + layout.rows * layout.period);
}

/** The same work on the last row: a layout of one row. */
inline Layout singleRow(const Layout& layout) {
  Layout single = layout;
  single.rows = 1;
  single.tasks = 1;
  return single;
}

/** Normalisation of a channel as x · factor + constant: the same numbers on the way there and back. */
struct Line {
  float factor, constant;
  Line(float scale, float offset, float mean, float inverse)
      : factor(scale * inverse),
        constant(static_cast<float>(offset - static_cast<double>(mean) * scale * inverse)) {}
};

}  // namespace ebcle
