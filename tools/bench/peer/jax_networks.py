"""The networks of the benchmark in JAX, as their papers and the zoo have them; images are [height, width, channels].

A network is a function of its weights and of images. It asks for the weights in the order in which it uses them, so one
function both makes them (NewWeights) and trains them (GivenWeights). Weights are float32; layers compute in the images' type.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from worker import CLASSES, EFFICIENTNET_B0, NETWORKS

EPSILON, KEPT = 1e-5, 0.9


class NewWeights:
    """Normal kernels of variance gain / fan-in: 2 for convolutions (He et al. 2015), 1 for dense layers (LeCun et al. 1998)."""

    def __init__(self, seed):
        self.generator, self.trained, self.moving = np.random.default_rng(seed), [], []

    def kernel(self, gain, *shape):
        deviation = (gain / np.prod(shape[:-1])) ** 0.5
        self.trained.append((deviation * self.generator.standard_normal(shape)).astype(np.float32))
        return self.trained[-1]

    def vector(self, start, channels):
        self.trained.append(np.full(channels, start, np.float32))
        return self.trained[-1]

    def observe(self, mean, variance):
        self.moving += [np.zeros(mean.shape, np.float32), np.ones(variance.shape, np.float32)]


class GivenWeights:
    """Hands out what NewWeights made; `moved` becomes the new moving statistics."""

    def __init__(self, trained, moving):
        self.trained, self.moving, self.moved = iter(trained), iter(moving), []

    def kernel(self, gain, *shape):
        return next(self.trained)

    def vector(self, start, channels):
        return next(self.trained)

    def observe(self, mean, variance):
        self.moved += [KEPT * next(self.moving) + (1 - KEPT) * seen for seen in (mean, variance)]


def convolution(weights, x, outputs, kernel=3, stride=1, groups=1):
    w = weights.kernel(2, kernel, kernel, x.shape[-1] // groups, outputs).astype(x.dtype)
    around = ((kernel - 1) // 2,) * 2
    names = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(
        x, w, (stride, stride), (around, around), dimension_numbers=names, feature_group_count=groups
    )


def dense(weights, x, outputs):
    w, bias = weights.kernel(1, x.shape[-1], outputs), weights.vector(0, outputs)
    return x @ w.astype(x.dtype) + bias.astype(x.dtype)


def norm(weights, x):
    scale, offset = weights.vector(1, x.shape[-1]), weights.vector(0, x.shape[-1])
    wide = x.astype(jnp.float32)
    mean = wide.mean((0, 1, 2))
    variance = jnp.maximum((wide * wide).mean((0, 1, 2)) - mean * mean, 0)
    weights.observe(lax.stop_gradient(mean), lax.stop_gradient(variance))
    return ((wide - mean) * (scale * lax.rsqrt(variance + EPSILON)) + offset).astype(x.dtype)


def norm_relu(weights, x):
    return jax.nn.relu(norm(weights, x))


def norm_swish(weights, x):
    return jax.nn.silu(norm(weights, x))


def average_pool(x):
    batch, height, width, channels = x.shape
    return x.reshape(batch, height // 2, 2, width // 2, 2, channels).mean((2, 4))


def resnet(weights, x, blocks, width):
    x = norm_relu(weights, convolution(weights, x, width))
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            y = norm_relu(weights, convolution(weights, x, width * 2**stage, stride=stride))
            y = norm(weights, convolution(weights, y, width * 2**stage))
            if stride > 1:
                x = jnp.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, x.shape[-1])))
            x = jax.nn.relu(y + x)
    return x


def densenet(weights, x, blocks, growth):
    x = convolution(weights, x, 16)
    for stage in range(3):
        for _ in range(blocks):
            x = jnp.concatenate([x, convolution(weights, norm_relu(weights, x), growth)], -1)
        x = norm_relu(weights, x)
        if stage < 2:
            x = average_pool(convolution(weights, x, x.shape[-1], 1))
    return x


def resnext(weights, x, blocks, cardinality, width):
    x = norm_relu(weights, convolution(weights, x, 64))
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            inner, outputs = cardinality * width * 2**stage, 256 * 2**stage
            y = norm_relu(weights, convolution(weights, x, inner, 1))
            y = norm_relu(weights, convolution(weights, y, inner, 3, stride, cardinality))
            y = norm(weights, convolution(weights, y, outputs, 1))
            shortcut = norm(weights, convolution(weights, x, outputs, 1, stride)) if block == 0 else x
            x = jax.nn.relu(y + shortcut)
    return x


def efficientnet_b0(weights, x):
    x = norm_swish(weights, convolution(weights, x, 32))
    for expansion, kernel, channels, blocks, stride in EFFICIENTNET_B0:
        for block in range(blocks):
            inputs = x.shape[-1]
            y = norm_swish(weights, convolution(weights, x, inputs * expansion, 1)) if expansion > 1 else x
            inner = y.shape[-1]
            y = norm_swish(weights, convolution(weights, y, inner, kernel, stride if block == 0 else 1, inner))
            gate = jax.nn.silu(dense(weights, y.mean((1, 2)), max(1, inputs // 4)))
            gate = jax.nn.sigmoid(dense(weights, gate, inner))
            y = norm(weights, convolution(weights, y * gate[:, None, None], channels, 1))
            x = x + y if (block > 0 or stride == 1) and inputs == channels else y
    return norm_swish(weights, convolution(weights, x, 1280, 1))


BODIES = {
    "resnet20": lambda weights, x: resnet(weights, x, 3, 16),
    "resnet8": lambda weights, x: resnet(weights, x, 1, 16),
    "densenet40": lambda weights, x: densenet(weights, x, 12, 12),
    "resnet20-wide": lambda weights, x: resnet(weights, x, 3, 64),
    "resnext29": lambda weights, x: resnext(weights, x, 3, 8, 16),
    "efficientnet-b0": efficientnet_b0,
}


def logits_of(name, weights, x):
    """[batch, 10] in the type of x: [batch, height, width, channels]."""
    return dense(weights, BODIES[name](weights, x).mean((1, 2)), CLASSES)


def new_weights(name, seed):
    """Trained weights and moving statistics, each a list of arrays."""
    size, channels, batch = NETWORKS[name]
    weights = NewWeights(seed)
    images = jax.ShapeDtypeStruct((batch, size, size, channels), jnp.float32)
    # Shapes alone are traced: nothing is computed.
    jax.eval_shape(lambda x: logits_of(name, weights, x), images)
    return weights.trained, weights.moving
