// Batch normalisation with what follows it: y = activation(norm(x) + side). One pass over x for the statistics, one to
// normalise; backward likewise. Ioffe and Szegedy 2015; the layout of the work is ours.

#include <cmath>
#include <vector>

#include "kernel.h"
#include "parallel.h"

namespace ebcle {
namespace {

enum class Activation { none, relu, swish };

Activation activationOf(const std::string& name) {
  if (name == "none") return Activation::none;
  if (name == "relu") return Activation::relu;
  require(name == "swish", "activation must be none, relu or swish");
  return Activation::swish;
}

int64_t commonDivisor(int64_t a, int64_t b) { return b == 0 ? a : commonDivisor(b, a % b); }

/**
 * [pixels, channels] read as rows of so many pixels that their channels fill whole registers. What is left at the end
 * is copied to a row of its own that is filled up with zeros.
 */
struct Layout {
  int64_t pixels, channels, group, period, rows, rest, tasks;

  Layout(int64_t size, int64_t channels)
      : pixels(size / channels),
        channels(channels),
        group(laneCount / commonDivisor(channels, laneCount)),
        period(group * channels),
        rows(pixels / group),
        rest((pixels % group) * channels),
        // A function of the shape alone: the sums of the tasks are added in their order.
        tasks(std::max<int64_t>(1, std::min<int64_t>(64, rows * period / 32768))) {}

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
    for (; column < layout.period; column += laneCount) sumColumns<1>(layout, begin, end, column, terms, sums);
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
Layout singleRow(const Layout& layout) {
  Layout single = layout;
  single.rows = 1;
  single.tasks = 1;
  return single;
}

std::vector<float> toFloats(const float* from, int64_t count) { return std::vector<float>(from, from + count); }

/** Normalisation of a channel as x · factor + constant: the same numbers on the way there and back. */
struct Line {
  float factor, constant;
  Line(float scale, float offset, float mean, float inverse)
      : factor(scale * inverse),
        constant(static_cast<float>(offset - static_cast<double>(mean) * scale * inverse)) {}
};

template <typename T>
class BatchNorm {
 public:
  explicit BatchNorm(const Construction& construction)
      : epsilon_(construction.number("epsilon")),
        activation_(activationOf(construction.text("activation"))),
        sides_(construction.integer("sides")) {
    require(sides_ <= 1, "at most one tensor can be added");
  }

  void operator()(const Context& context) const {
    const Tensor x = context.input(0), scale = context.input(1), offset = context.input(2);
    const int64_t channels = scale.size();
    const Tensor y = context.output<T>(0, x.shape());
    float* statistics[4];
    for (int i = 0; i < 4; ++i) statistics[i] = context.output<float>(i + 1, {channels}).template data<float>();
    if (x.size() == 0) return;
    const Layout layout(x.size(), channels);
    const T* data = x.data<T>();

    // Around the mean of a few pixels: a mean far from zero would cost the variance its digits.
    std::vector<float> shift(channels);
    const int64_t few = std::min<int64_t>(layout.pixels, 16);
    for (int64_t i = 0; i < few * channels; ++i) shift[i % channels] += toFloat(data[i]) / few;
    const std::vector<float> shifts = layout.repeat(shift);
    Sums sums = sumAll(layout, [&](int64_t at, int64_t column, Lanes& a, Lanes& b) {
      a = load(data + at) - load(&shifts[column]);
      b = a * a;
    });
    for (int64_t i = layout.rows * layout.period; i < x.size(); ++i) {
      const double difference = toFloat(data[i]) - shift[i % channels];
      sums.first[i % channels] += difference;
      sums.second[i % channels] += difference * difference;
    }
    const double count = static_cast<double>(layout.pixels);
    std::vector<float> factor(channels), constant(channels);
    for (int64_t c = 0; c < channels; ++c) {
      const double difference = sums.first[c] / count;
      const double variance = std::max(0.0, sums.second[c] / count - difference * difference);
      const double mean = shift[c] + difference;
      statistics[0][c] = statistics[2][c] = static_cast<float>(mean);
      statistics[1][c] = static_cast<float>(variance * count / (count - 1));
      statistics[3][c] = static_cast<float>(1 / std::sqrt(variance + epsilon_));
      const Line line(scale.data<float>()[c], offset.data<float>()[c], statistics[2][c], statistics[3][c]);
      factor[c] = line.factor;
      constant[c] = line.constant;
    }
    normalise(context, layout, data, factor, constant, y.data<T>());
  }

 private:
  void normalise(const Context& context, const Layout& layout, const T* x, const std::vector<float>& factor,
                 const std::vector<float>& constant, T* y) const {
    if (sides_ == 1) {
      const Tensor side = context.input(3);
      activate<true>(layout, x, side.data<T>(), factor, constant, y);
    } else {
      activate<false>(layout, x, static_cast<const T*>(nullptr), factor, constant, y);
    }
  }

  template <bool hasSide>
  void activate(const Layout& layout, const T* x, const T* side, const std::vector<float>& factor,
                const std::vector<float>& constant, T* y) const {
    switch (activation_) {
      case Activation::none:
        return apply<hasSide>(layout, x, side, factor, constant, y, [](Lanes z) { return z; });
      case Activation::relu:
        // Written so that what is not a number stays so.
        return apply<hasSide>(layout, x, side, factor, constant, y,
                              [](Lanes z) { return select((Bits)(z < 0.0f), Lanes{}, z); });
      case Activation::swish:
        return apply<hasSide>(layout, x, side, factor, constant, y, [](Lanes z) { return z * sigmoid(z); });
    }
  }

  template <bool hasSide, typename Function>
  void apply(const Layout& layout, const T* x, const T* side, const std::vector<float>& factor,
             const std::vector<float>& constant, T* y, const Function& function) const {
    const std::vector<float> a = layout.repeat(factor), b = layout.repeat(constant);
    const auto change = [&](const T* from, const T* added, T* to) {
      return [=, &a, &b, &function](int64_t at, int64_t column) {
        Lanes z = load(from + at) * load(&a[column]) + load(&b[column]);
        if (hasSide) z += load(added + at);
        store(to + at, function(z));
      };
    };
    changeAll(layout, change(x, side, y));
    if (layout.rest == 0) return;
    std::vector<T> last = lastRow(layout, x);
    const std::vector<T> lastSide = hasSide ? lastRow(layout, side) : std::vector<T>();
    changeAll(singleRow(layout), change(last.data(), lastSide.data(), last.data()));
    copyLastRow(layout, last, y);
  }

  float epsilon_;
  Activation activation_;
  int sides_;
};

/** Where the gradient of the normalised values comes from: those of the outputs, through the activation. */
template <typename T>
struct Slopes {
  const T* x;
  const T* y;
  const T* dy[2];
};

template <typename T>
class BatchNormGrad {
 public:
  explicit BatchNormGrad(const Construction& construction)
      : activation_(activationOf(construction.text("activation"))),
        masks_(construction.integer("masks")),
        gradients_(construction.integer("gradients")),
        sides_(construction.integer("sides")),
        addends_(construction.integer("addends")),
        addendChannel_(construction.integer("addend_channel")) {
    require(addends_ <= 1, "at most one tensor is added to the gradient");
    require(masks_ == 0 || (masks_ == 1 && activation_ == Activation::relu), "the output is needed for relu alone");
    require(gradients_ == 1 || gradients_ == 2, "one gradient of the output or the sum of two");
    require(sides_ <= 1, "at most one tensor was added");
  }

  void operator()(const Context& context) const {
    const int firstGradient = 5 + masks_;
    const std::vector<int64_t> shape = context.input(0).shape();
    std::vector<int> candidates;
    for (int i = 0; i < gradients_; ++i) candidates.push_back(firstGradient + i);
    const Tensor dx = context.outputInPlace(candidates, 0, shape);
    const Tensor x = context.input(0), scale = context.input(1), offset = context.input(2), mean = context.input(3),
                 inverse = context.input(4);
    const int64_t channels = scale.size();
    const Tensor dScale = context.output<float>(1, {channels}), dOffset = context.output<float>(2, {channels});
    std::vector<Tensor> held;
    Slopes<T> slopes = {x.data<T>(), nullptr, {nullptr, nullptr}};
    if (masks_ == 1) {
      held.push_back(context.input(5));
      slopes.y = held.back().data<T>();
    }
    for (int i = 0; i < gradients_; ++i) {
      held.push_back(context.input(firstGradient + i));
      slopes.dy[i] = held.back().data<T>();
    }
    T* side = nullptr;
    if (sides_ == 1) {
      held.push_back(context.output<T>(3, shape));
      side = held.back().data<T>();
    }
    const Statistics statistics = {toFloats(scale.data<float>(), channels), toFloats(offset.data<float>(), channels),
                                   toFloats(mean.data<float>(), channels), toFloats(inverse.data<float>(), channels)};
    Addend<T> addend = {nullptr, 0};
    if (addends_ == 1) {
      held.push_back(context.input(firstGradient + gradients_));
      addend = {held.back().data<T>() + addendChannel_, held.back().dimension(3)};
    }
    const Layout layout(x.size(), channels);
    const Outputs outputs = {dx.data<T>(), side, dScale.data<float>(), dOffset.data<float>(), addend};
    if (gradients_ == 1) {
      throughActivation<1>(layout, slopes, statistics, outputs);
    } else {
      throughActivation<2>(layout, slopes, statistics, outputs);
    }
  }

 private:
  struct Statistics {
    std::vector<float> scale, offset, mean, inverse;
  };
  struct Outputs {
    T *dx, *side;
    float *dScale, *dOffset;
    /** Added to dx, if there is one. */
    Addend<T> addend;
  };

  template <int gradients>
  void throughActivation(const Layout& layout, const Slopes<T>& slopes, const Statistics& statistics,
                         const Outputs& outputs) const {
    std::vector<float> factor(layout.channels), constant(layout.channels);
    for (int64_t c = 0; c < layout.channels; ++c) {
      const Line line(statistics.scale[c], statistics.offset[c], statistics.mean[c], statistics.inverse[c]);
      factor[c] = line.factor;
      constant[c] = line.constant;
    }
    const std::vector<float> a = layout.repeat(factor), b = layout.repeat(constant);
    const auto sum = [](const Slopes<T>& from, int64_t at) {
      const Lanes dy = load(from.dy[0] + at);
      return gradients == 2 ? dy + load(from.dy[1] + at) : dy;
    };
    switch (activation_) {
      case Activation::none:
        return differentiate(layout, slopes, statistics, outputs,
                             [&](const Slopes<T>& from, int64_t at, int64_t) { return sum(from, at); });
      case Activation::relu:
        if (slopes.y == nullptr) {
          return differentiate(layout, slopes, statistics, outputs,
                               [&](const Slopes<T>& from, int64_t at, int64_t column) {
                                 const Lanes z = load(from.x + at) * load(&a[column]) + load(&b[column]);
                                 return select((Bits)(z > 0.0f), sum(from, at), Lanes{});
                               });
        }
        return differentiate(layout, slopes, statistics, outputs, [&](const Slopes<T>& from, int64_t at, int64_t) {
          return select((Bits)(load(from.y + at) > 0.0f), sum(from, at), Lanes{});
        });
      case Activation::swish:
        return differentiate(layout, slopes, statistics, outputs,
                             [&](const Slopes<T>& from, int64_t at, int64_t column) {
                               const Lanes z = load(from.x + at) * load(&a[column]) + load(&b[column]);
                               const Lanes s = sigmoid(z);
                               return sum(from, at) * (s + z * s * (1.0f - s));
                             });
    }
  }

  /** `slope(slopes, offset, column)` is the gradient of the normalised values. */
  template <typename Slope>
  void differentiate(const Layout& layout, const Slopes<T>& slopes, const Statistics& statistics,
                     const Outputs& outputs, const Slope& slope) const {
    const int64_t channels = layout.channels;
    const std::vector<float> means = layout.repeat(statistics.mean);
    const auto terms = [&](const Slopes<T>& from, T* side) {
      return [&slope, &means, from, side](int64_t at, int64_t column, Lanes& a, Lanes& b) {
        a = slope(from, at, column);
        b = a * (load(from.x + at) - load(&means[column]));
        if (side != nullptr) store(side + at, a);
      };
    };
    Sums sums = sumAll(layout, terms(slopes, outputs.side));

    // The last row as tensors of its own; a gradient of zero changes no sum.
    LastRow last;
    const Layout single = singleRow(layout);
    if (layout.rest > 0) {
      last = lastRowOf(layout, slopes);
      sumRows(single, 0, 1, terms(last.slopes, last.side.data()), sums);
      if (outputs.side != nullptr) copyLastRow(layout, last.side, outputs.side);
    }

    const double count = static_cast<double>(layout.pixels);
    std::vector<float> ofSlope(channels), ofX(channels), constant(channels);
    for (int64_t c = 0; c < channels; ++c) {
      const double inverse = statistics.inverse[c], mean = statistics.mean[c];
      const double scaled = statistics.scale[c] * inverse;
      outputs.dOffset[c] = static_cast<float>(sums.first[c]);
      outputs.dScale[c] = static_cast<float>(sums.second[c] * inverse);
      const double alongX = -scaled * inverse * inverse * sums.second[c] / count;
      ofSlope[c] = static_cast<float>(scaled);
      ofX[c] = static_cast<float>(alongX);
      constant[c] = static_cast<float>(-scaled * sums.first[c] / count - alongX * mean);
    }
    const std::vector<float> p = layout.repeat(ofSlope), q = layout.repeat(ofX), r = layout.repeat(constant);
    const auto change = [&](const Slopes<T>& from, const T* side, T* dx) {
      return [&, from, side, dx](int64_t at, int64_t column) {
        const Lanes g = side != nullptr ? load(side + at) : slope(from, at, column);
        store(dx + at, g * load(&p[column]) + (load(from.x + at) * load(&q[column]) + load(&r[column])));
      };
    };
    changeAll(layout, change(slopes, outputs.side, outputs.dx), [&](int64_t row) {
      if (outputs.addend.data == nullptr) return;
      outputs.addend.addTo(outputs.dx + row * layout.period, row * layout.group, layout.group, channels);
    });
    if (layout.rest == 0) return;
    std::vector<T> dx(static_cast<size_t>(layout.period));
    changeAll(single, change(last.slopes, last.side.data(), dx.data()));
    copyLastRow(layout, dx, outputs.dx);
    if (outputs.addend.data == nullptr) return;
    const int64_t firstPixel = layout.rows * layout.group;
    outputs.addend.addTo(outputs.dx + firstPixel * channels, firstPixel, layout.pixels - firstPixel, channels);
  }

  struct LastRow {
    std::vector<T> x, y, dy[2], side;
    Slopes<T> slopes;
  };

  static LastRow lastRowOf(const Layout& layout, const Slopes<T>& slopes) {
    LastRow last;
    const auto of = [&](const T* data, std::vector<T>& row) -> const T* {
      if (data == nullptr) return nullptr;
      row = lastRow(layout, data);
      return row.data();
    };
    last.slopes.x = of(slopes.x, last.x);
    last.slopes.y = of(slopes.y, last.y);
    for (int i = 0; i < 2; ++i) last.slopes.dy[i] = of(slopes.dy[i], last.dy[i]);
    last.side.resize(static_cast<size_t>(layout.period));
    return last;
  }

  Activation activation_;
  int masks_, gradients_, sides_, addends_, addendChannel_;
};

/** Statistics have the shape of the scale, everything else that of x. */
void shapesOfBatchNorm(TF_ShapeInferenceContext* context, TF_Status* status) {
  for (int output = 0; output < 5 && TF_GetCode(status) == TF_OK; ++output)
    sameShape(context, output == 0 ? 0 : 1, output, status);
}

void shapesOfBatchNormGrad(TF_ShapeInferenceContext* context, TF_Status* status) {
  for (int output = 0; output < 3 && TF_GetCode(status) == TF_OK; ++output)
    sameShape(context, output == 0 ? 0 : 1, output, status);
}

const bool registered = [] {
  const char* types = "T: {float, bfloat16}";
  const char* activations = "activation: {'none', 'relu', 'swish'}";
  registerOperation("EbcleBatchNorm", {"x: T", "scale: float", "offset: float", "side: sides * T"},
                    {"y: T", "mean: float", "variance: float", "kept_mean: float", "kept_inverse: float"},
                    {types, activations, "sides: int >= 0", "epsilon: float"}, shapesOfBatchNorm);
  registerCpuKernel<BatchNorm<float>, float>("EbcleBatchNorm");
  registerCpuKernel<BatchNorm<bfloat16>, bfloat16>("EbcleBatchNorm");
  registerOperation("EbcleBatchNormGrad",
                    {"x: T", "scale: float", "offset: float", "kept_mean: float", "kept_inverse: float",
                     "y: masks * T", "dy: gradients * T", "addend: addends * T"},
                    {"dx: T", "d_scale: float", "d_offset: float", "d_side: sides * T"},
                    {types, activations, "masks: int >= 0", "gradients: int >= 1", "sides: int >= 0", "addends: int >= 0",
                     "addend_channel: int"},
                    shapesOfBatchNormGrad);
  registerCpuKernel<BatchNormGrad<float>, float>("EbcleBatchNormGrad");
  registerCpuKernel<BatchNormGrad<bfloat16>, bfloat16>("EbcleBatchNormGrad");
  return true;
}();

}  // namespace
}  // namespace ebcle
