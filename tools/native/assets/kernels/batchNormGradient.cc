// The gradient of batch normalisation with what follows it, through the activation: one pass for the sums, one to change every
// element. Ioffe and Szegedy 2015.

#include <vector>

#include "channelRows.h"

namespace ebcle {
namespace {

std::vector<float> toFloats(const float* from, int64_t count) { return std::vector<float>(from, from + count); }

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

/** The first output has the shape of x, the two others that of the scale. */
void shapesOfBatchNormGrad(TF_ShapeInferenceContext* context, TF_Status* status) {
  for (int output = 0; output < 3 && TF_GetCode(status) == TF_OK; ++output)
    sameShape(context, output == 0 ? 0 : 1, output, status);
}

const bool registered = [] {
  registerOperation("EbcleBatchNormGrad",
                    {"x: T", "scale: float", "offset: float", "kept_mean: float", "kept_inverse: float",
                     "y: masks * T", "dy: gradients * T", "addend: addends * T"},
                    {"dx: T", "d_scale: float", "d_offset: float", "d_side: sides * T"},
                    {"T: {float, bfloat16}", "activation: {'none', 'relu', 'swish'}", "masks: int >= 0",
                     "gradients: int >= 1", "sides: int >= 0", "addends: int >= 0", "addend_channel: int"},
                    shapesOfBatchNormGrad);
  registerCpuKernel<BatchNormGrad<float>, float>("EbcleBatchNormGrad");
  registerCpuKernel<BatchNormGrad<bfloat16>, bfloat16>("EbcleBatchNormGrad");
  return true;
}();

}  // namespace
}  // namespace ebcle
