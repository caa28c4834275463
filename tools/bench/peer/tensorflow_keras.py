"""The training step of a network in Keras 3 on TensorFlow: tensorflow_keras.py NETWORK float32|bfloat16 while|step

"while" runs all the steps of a call in one tf.function with a loop, the strongest form that TensorFlow has; "step" calls
a tf.function for each step, as Keras' own train_on_batch does.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import tensorflow as tf

from keras_networks import build
from worker import CLASSES, IMAGES, MEAN, MOMENTUM, NETWORKS, RATE, SCALE, WEIGHT_DECAY, serve

name, precision, mode = sys.argv[1:]
size, channels, batch_size = NETWORKS[name]
keras.utils.set_random_seed(1)
keras.mixed_precision.set_global_policy("mixed_bfloat16" if precision == "bfloat16" else "float32")
network = build(name)
optimizer = keras.optimizers.SGD(RATE, momentum=MOMENTUM, nesterov=True)
weights = network.trainable_variables
decayed = [len(w.shape) > 1 for w in weights]
optimizer.build(weights)
images = tf.Variable(tf.cast(tf.random.uniform((IMAGES, size, size, channels), 0, 256, tf.int32), tf.uint8))
labels = tf.Variable(tf.random.uniform((IMAGES,), 0, CLASSES, tf.int32))
order = tf.Variable(tf.random.shuffle(tf.range(IMAGES)))


def step(index):
    start = index % (IMAGES // batch_size) * batch_size
    batch = tf.ensure_shape(order[start : start + batch_size], (batch_size,))
    x = (tf.cast(tf.gather(images, batch), tf.float32) - MEAN) * SCALE
    target = tf.gather(labels, batch)
    with tf.GradientTape() as tape:
        logits = network(x, training=True)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(target, logits))
    gradients = tape.gradient(loss, [w.value for w in weights])
    gradients = [g + WEIGHT_DECAY * w.value if decay else g for g, w, decay in zip(gradients, weights, decayed)]
    optimizer.apply(gradients, weights)
    correct = tf.reduce_sum(tf.cast(tf.argmax(logits, 1, tf.int32) == target, tf.float32))
    return loss, correct


@tf.function
def loop(first, steps):
    totals = (tf.constant(0.0), tf.constant(0.0))
    for index in tf.range(first, first + steps):
        loss, correct = step(index)
        totals = (totals[0] + loss, totals[1] + correct)
    return totals


single = tf.function(step)


def train(first, steps):
    if mode == "while":
        return float(loop(tf.constant(first), tf.constant(steps))[0]) / steps
    return sum(float(single(tf.constant(index))[0]) for index in range(first, first + steps)) / steps


parameters = sum(int(tf.size(w.value)) for w in weights)
serve(f"Keras {keras.__version__} on TensorFlow {tf.__version__}", parameters, train)
