// Batch normalisation with what follows it: y = activation(norm(x) + side). One pass over x for the statistics, one to
// normalise. Ioffe and Szegedy 2015.

#include <cmath>
#include <vector>

#include "channelRows.h"

namespace ebcle {
namespace {

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

/** Statistics have the shape of the scale, everything else that of x. */
void shapesOfBatchNorm(TF_ShapeInferenceContext* context, TF_Status* status) {
  for (int output = 0; output < 5 && TF_GetCode(status) == TF_OK; ++output)
    sameShape(context, output == 0 ? 0 : 1, output, status);
}

const bool registered = [] {
  registerOperation("EbcleBatchNorm", {"x: T", "scale: float", "offset: float", "side: sides * T"},
                    {"y: T", "mean: float", "variance: float", "kept_mean: float", "kept_inverse: float"},
                    {"T: {float, bfloat16}", "activation: {'none', 'relu', 'swish'}", "sides: int >= 0", "epsilon: float"},
                    shapesOfBatchNorm);
  registerCpuKernel<BatchNorm<float>, float>("EbcleBatchNorm");
  registerCpuKernel<BatchNorm<bfloat16>, bfloat16>("EbcleBatchNorm");
  return true;
}();

}  // namespace
}  // namespace ebcle
