"""The networks of the benchmark in Keras, as their papers and the zoo have them; images are [height, width, channels]."""

import tensorflow as tf
from keras import Input, Model, layers

from worker import CLASSES, EFFICIENTNET_B0, NETWORKS


def convolution(x, outputs, kernel=3, stride=1, groups=1):
    padding = (kernel - 1) // 2
    if stride > 1 and padding > 0:
        # Keras' own "same" pads an even image on one side only.
        x, mode = layers.ZeroPadding2D(padding)(x), "valid"
    else:
        mode = "same"
    if groups == x.shape[-1] and groups > 1:
        return layers.DepthwiseConv2D(kernel, stride, mode, use_bias=False)(x)
    return layers.Conv2D(
        outputs, kernel, stride, mode, groups=groups, use_bias=False, kernel_initializer="he_normal"
    )(x)


def norm(x):
    return layers.BatchNormalization(epsilon=1e-5, momentum=0.9)(x)


def norm_relu(x):
    return layers.Activation("relu")(norm(x))


def norm_swish(x):
    return layers.Activation("swish")(norm(x))


class Shortcut(layers.Layer):
    """Every second pixel, and channels of zeros after those of x."""

    def call(self, x):
        return tf.pad(x[:, ::2, ::2, :], [[0, 0], [0, 0], [0, 0], [0, x.shape[-1]]])

    def compute_output_shape(self, shape):
        return (shape[0], (shape[1] + 1) // 2, (shape[2] + 1) // 2, 2 * shape[3])


def resnet(x, blocks, width):
    x = norm_relu(convolution(x, width))
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            y = norm_relu(convolution(x, width * 2**stage, stride=stride))
            y = norm(convolution(y, width * 2**stage))
            x = layers.Activation("relu")(layers.add([y, Shortcut()(x) if stride > 1 else x]))
    return x


def densenet(x, blocks, growth):
    x = convolution(x, 16)
    for stage in range(3):
        for _ in range(blocks):
            x = layers.concatenate([x, convolution(norm_relu(x), growth)])
        x = norm_relu(x)
        if stage < 2:
            x = layers.AveragePooling2D(2)(convolution(x, x.shape[-1], 1))
    return x


def resnext(x, blocks, cardinality, width):
    x = norm_relu(convolution(x, 64))
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            inner, outputs = cardinality * width * 2**stage, 256 * 2**stage
            y = norm_relu(convolution(x, inner, 1))
            y = norm_relu(convolution(y, inner, 3, stride, cardinality))
            y = norm(convolution(y, outputs, 1))
            shortcut = norm(convolution(x, outputs, 1, stride)) if block == 0 else x
            x = layers.Activation("relu")(layers.add([y, shortcut]))
    return x


def efficientnet_b0(x):
    x = norm_swish(convolution(x, 32))
    for expansion, kernel, channels, blocks, stride in EFFICIENTNET_B0:
        for block in range(blocks):
            inputs = x.shape[-1]
            y = norm_swish(convolution(x, inputs * expansion, 1)) if expansion > 1 else x
            inner = y.shape[-1]
            y = norm_swish(convolution(y, inner, kernel, stride if block == 0 else 1, inner))
            gate = layers.Dense(max(1, inputs // 4), "swish")(layers.GlobalAveragePooling2D()(y))
            gate = layers.Dense(inner, "sigmoid")(gate)
            y = norm(convolution(layers.multiply([y, layers.Reshape((1, 1, inner))(gate)]), channels, 1))
            x = layers.add([x, y]) if (block > 0 or stride == 1) and inputs == channels else y
    return norm_swish(convolution(x, 1280, 1))


BODIES = {
    "resnet20": lambda x: resnet(x, 3, 16),
    "resnet8": lambda x: resnet(x, 1, 16),
    "densenet40": lambda x: densenet(x, 12, 12),
    "resnet20-wide": lambda x: resnet(x, 3, 64),
    "resnext29": lambda x: resnext(x, 3, 8, 16),
    "efficientnet-b0": efficientnet_b0,
}


def build(name):
    size, channels, batch = NETWORKS[name]
    x = Input((size, size, channels), batch_size=batch)
    features = layers.GlobalAveragePooling2D()(BODIES[name](x))
    return Model(x, layers.Dense(CLASSES, dtype="float32")(features))
