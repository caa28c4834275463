"""The training step of a network in JAX: jax_jit.py NETWORK float32|bfloat16 step

A call of a jitted step for each step, to which the state is given away. A jitted loop over the steps was slower many times
over on processors.
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from jax_networks import GivenWeights, logits_of, new_weights
from worker import CLASSES, IMAGES, MEAN, MOMENTUM, NETWORKS, RATE, SCALE, WEIGHT_DECAY, serve

name, precision, _ = sys.argv[1:]
size, channels, batch_size = NETWORKS[name]
generator = np.random.default_rng(1)
data = (
    jnp.asarray(generator.integers(0, 256, (IMAGES, size, size, channels), np.uint8)),
    jnp.asarray(generator.integers(0, CLASSES, IMAGES, np.int32)),
    jnp.asarray(generator.permutation(IMAGES).astype(np.int32)),
)


def loss_of(trained, moving, x, target):
    weights = GivenWeights(trained, moving)
    logits = logits_of(name, weights, x).astype(jnp.float32)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), target[:, None], 1)
    correct = (logits.argmax(1) == target).sum().astype(jnp.float32)
    return -chosen.mean(), (correct, weights.moved)


def step(state, data, index):
    trained, velocities, moving, totals = state
    images, labels, order = data
    batch = lax.dynamic_slice(order, (index % (IMAGES // batch_size) * batch_size,), (batch_size,))
    x = ((images[batch].astype(jnp.float32) - MEAN) * SCALE).astype(precision)
    (loss, (correct, moving)), gradients = jax.value_and_grad(loss_of, has_aux=True)(trained, moving, x, labels[batch])
    gradients = [g + WEIGHT_DECAY * w if w.ndim > 1 else g for g, w in zip(gradients, trained)]
    velocities = [MOMENTUM * v + g for v, g in zip(velocities, gradients)]
    trained = [w - RATE * (g + MOMENTUM * v) for w, g, v in zip(trained, gradients, velocities)]
    return trained, velocities, moving, totals + jnp.stack([loss, correct])


single = jax.jit(step, donate_argnums=0)
trained, moving = jax.tree.map(jnp.array, new_weights(name, 1))
state = (trained, jax.tree.map(jnp.zeros_like, trained), moving, jnp.zeros(2))


def train(first, steps):
    global state
    state = (*state[:3], jnp.zeros(2))
    for index in range(first, first + steps):
        state = single(state, data, index)
    return float(state[3][0]) / steps


serve(f"JAX {jax.__version__}", sum(w.size for w in trained), train)
