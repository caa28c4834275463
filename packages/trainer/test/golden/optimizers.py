"""Writes optimizers.json: trainings of 20 steps and learning rates by PyTorch, TensorFlow and Keras, in float64.

- "cases": a network of two layers on given data, from one start, by each optimizer. The gradients are PyTorch's.
- "network", "steps": whole training steps, with micro-batches, batch norm, smoothing, clipping, decay and average.
- "schedules": PyTorch counts from the start of a step and our rates are of its middle, so its schedulers run over half
  steps and every other rate is taken.

LAMB with weight decay is written out here (You et al. 2020, algorithm 2): Keras takes the decay off outside the trust
ratio. Without decay, the same lines are compared with Keras first.
"""

import json
import math
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# One process cannot hold its LLVM and TensorFlow's; PyTorch does without.
sys.modules["triton"] = None

import keras
import numpy as np
import tensorflow as tf
import torch
from torch.optim import lr_scheduler as schedulers

torch.set_default_dtype(torch.float64)
keras.config.set_floatx("float64")
STEPS = 20
random = np.random.default_rng(7)


def numbers(*shape, scale=1.0):
    return np.round(scale * random.standard_normal(shape), 4)


# The problem: tanh(x w1 + b1) w2 + b2 against labels, cross-entropy.

X = numbers(8, 3)
LABELS = random.integers(0, 3, 8)
START = {"w1": numbers(3, 5), "b1": numbers(5, scale=0.3), "w2": numbers(5, 3), "b2": np.zeros(3)}
RATES = (1 - np.arange(STEPS) / 25) ** 2


def gradients(values):
    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in values.items()}
    hidden = torch.tanh(torch.tensor(X) @ tensors["w1"] + tensors["b1"])
    loss = torch.nn.functional.cross_entropy(hidden @ tensors["w2"] + tensors["b2"], torch.tensor(LABELS))
    loss.backward()
    return {name: tensor.grad.numpy() for name, tensor in tensors.items()}


def decayed(name, weight_decay):
    return weight_decay if name.startswith("w") else 0.0


def descend(update, clip=None):
    """Values after each step; `update` maps values, gradients and rate to new values."""
    values, after = START, []
    for rate in RATES:
        slopes = gradients(values)
        if clip is not None:
            clipped, _ = tf.clip_by_global_norm([tf.constant(slope) for slope in slopes.values()], clip)
            slopes = dict(zip(slopes, (slope.numpy() for slope in clipped)))
        values = update(values, slopes, rate)
        after.append(values)
    return after


def torch_optimizer(make, weight_decay=0.0):
    tensors = {name: torch.nn.Parameter(torch.tensor(value)) for name, value in START.items()}
    groups = [{"params": [tensor], "weight_decay": decayed(name, weight_decay)} for name, tensor in tensors.items()]
    optimizer = make(groups)

    def update(_, slopes, rate):
        for group in optimizer.param_groups:
            group["lr"] = rate * optimizer.defaults["lr"]
        for name, tensor in tensors.items():
            tensor.grad = torch.tensor(slopes[name])
        optimizer.step()
        return {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}

    return update


def penalised(slopes, values, weight_decay):
    return {name: slope + decayed(name, weight_decay) * values[name] for name, slope in slopes.items()}


def tensorflow_rmsprop(peak, rho, momentum, epsilon, weight_decay):
    rate_now = tf.Variable(0.0, dtype=tf.float64)
    # Plain numbers would be rounded to float32.
    settings = [tf.constant(number, tf.float64) for number in (rho, momentum, epsilon)]
    optimizer = tf.compat.v1.train.RMSPropOptimizer(lambda: rate_now, *settings)
    variables = {name: tf.Variable(value) for name, value in START.items()}

    def update(values, slopes, rate):
        rate_now.assign(peak * rate)
        with_penalty = penalised(slopes, values, weight_decay)
        optimizer.apply_gradients([(tf.constant(with_penalty[name]), variables[name]) for name in variables])
        return {name: variable.numpy() for name, variable in variables.items()}

    return update


def keras_lamb(peak, beta_1, beta_2, epsilon):
    # Plain numbers would be rounded to float32 on their way.
    betas = [tf.constant(beta, tf.float64) for beta in (beta_1, beta_2)]
    optimizer = keras.optimizers.Lamb(peak, *betas, epsilon)
    variables = {name: keras.Variable(value) for name, value in START.items()}

    def update(_, slopes, rate):
        optimizer.learning_rate = peak * rate
        optimizer.apply([tf.constant(slope) for slope in slopes.values()], list(variables.values()))
        return {name: variable.numpy() for name, variable in variables.items()}

    return update


def paper_lamb(peak, beta_1, beta_2, epsilon, weight_decay):
    first = {name: np.zeros_like(value) for name, value in START.items()}
    second = {name: np.zeros_like(value) for name, value in START.items()}
    done = 0

    def update(values, slopes, rate):
        nonlocal done
        done += 1
        after = {}
        for name, slope in slopes.items():
            first[name] = beta_1 * first[name] + (1 - beta_1) * slope
            second[name] = beta_2 * second[name] + (1 - beta_2) * slope**2
            ratio = first[name] / (1 - beta_1**done) / (np.sqrt(second[name] / (1 - beta_2**done)) + epsilon)
            direction = ratio + decayed(name, weight_decay) * values[name]
            length, step = np.linalg.norm(values[name]), np.linalg.norm(direction)
            trust = length / step if length > 0 and step > 0 else 1.0
            after[name] = values[name] - peak * rate * trust * direction
        return after

    return update


def sgd(peak, momentum, nesterov, weight_decay=0.0):
    return torch_optimizer(lambda groups: torch.optim.SGD(groups, peak, momentum, nesterov=nesterov), weight_decay)


def adam(make, peak, beta_1, beta_2, epsilon, weight_decay=0.0):
    return torch_optimizer(lambda groups: make(groups, peak, (beta_1, beta_2), epsilon), weight_decay)


def difference(one, other):
    return max(np.abs(a[name] - b[name]).max() for a, b in zip(one, other) for name in START)


assert difference(descend(keras_lamb(0.05, 0.9, 0.99, 1e-6)), descend(paper_lamb(0.05, 0.9, 0.99, 1e-6, 0.0))) < 1e-12

moments = {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8}
plain = {"algorithm": "sgd", "momentum": 0.9, "nesterov": False}
rmsprop = {"algorithm": "rmsprop", "rho": 0.9, "momentum": 0.9, "epsilon": 1e-3}
lamb = {"algorithm": "lamb", **moments, "epsilon": 1e-6}


def case(name, source, optimizer, peak, update, weight_decay=0.0, clip=None):
    after = descend(update, clip)
    recipe = {"optimizer": optimizer, "weightDecay": weight_decay}
    if clip is not None:
        recipe["maxGradientNorm"] = clip
    return {
        "name": name,
        "source": source,
        **recipe,
        "rates": (peak * RATES).tolist(),
        "first": flat(after[0]),
        "last": flat(after[-1]),
    }


def flat(values):
    return {name: np.asarray(value).ravel().tolist() for name, value in values.items()}


adamw = {"algorithm": "adamw", **moments}
plain_adam = {"algorithm": "adam", **moments}
much = {**plain_adam, "epsilon": 0.1}
torch_adam, torch_adamw = torch.optim.Adam, torch.optim.AdamW
nesterov = {**plain, "nesterov": True}
clipped_by = "tf.clip_by_global_norm"
cases = [
    case("sgd", "torch.optim.SGD", {**plain, "momentum": 0}, 0.5, sgd(0.5, 0, False)),
    case("sgd with momentum", "torch.optim.SGD", plain, 0.5, sgd(0.5, 0.9, False)),
    case("sgd, Nesterov, penalty", "torch.optim.SGD", nesterov, 0.5, sgd(0.5, 0.9, True, 0.1), 0.1),
    case("sgd, clipped", clipped_by, plain, 0.5, sgd(0.5, 0.9, False), 0.0, 0.1),
    case("sgd, clipped, penalty", clipped_by, plain, 0.5, sgd(0.5, 0.9, False, 0.1), 0.1, 0.1),
    case("sgd, clipped far above its norm", clipped_by, plain, 0.5, sgd(0.5, 0.9, False), 0.0, 100.0),
    case("adam", "torch.optim.Adam", plain_adam, 0.05, adam(torch_adam, 0.05, 0.9, 0.99, 1e-8)),
    case("adam, penalty", "torch.optim.Adam", plain_adam, 0.05, adam(torch_adam, 0.05, 0.9, 0.99, 1e-8, 0.1), 0.1),
    case("adam, large epsilon", "torch.optim.Adam", much, 0.2, adam(torch_adam, 0.2, 0.9, 0.99, 0.1)),
    case("adamw", "torch.optim.AdamW", adamw, 0.05, adam(torch_adamw, 0.05, 0.9, 0.99, 1e-8, 0.5), 0.5),
    case("adamw, clipped", clipped_by, adamw, 0.05, adam(torch_adamw, 0.05, 0.9, 0.99, 1e-8, 0.5), 0.5, 0.1),
    case("rmsprop", "tf.compat.v1.train.RMSPropOptimizer", rmsprop, 0.02,
         tensorflow_rmsprop(0.02, 0.9, 0.9, 1e-3, 0.0)),
    case("rmsprop without momentum, penalty", "tf.compat.v1.train.RMSPropOptimizer", {**rmsprop, "momentum": 0}, 0.05,
         tensorflow_rmsprop(0.05, 0.9, 0.0, 1e-3, 0.1), 0.1),
    case("lamb", "keras.optimizers.Lamb", lamb, 0.05, keras_lamb(0.05, 0.9, 0.99, 1e-6)),
    case("lamb, weight decay", "You et al. 2020, algorithm 2", lamb, 0.05, paper_lamb(0.05, 0.9, 0.99, 1e-6, 0.1), 0.1),
]  # fmt: skip


def moving_average(history, start, decay):
    """TensorFlow's average over the values after each step, its decay held down by the number of steps."""
    names = list(start)
    variables = [tf.Variable(start[name]) for name in names]
    count = tf.Variable(0, dtype=tf.int64)
    average = tf.train.ExponentialMovingAverage(decay, num_updates=count)
    average.apply(variables)
    for done, values in enumerate(history, 1):
        for name, variable in zip(names, variables):
            variable.assign(values[name])
        count.assign(done)
        average.apply(variables)
    return {name: average.average(variable).numpy() for name, variable in zip(names, variables)}


# A whole training step.

IMAGES = random.integers(0, 256, (16, 5, 4, 2))
IMAGE_LABELS = random.integers(0, 3, 16)
ORDER = random.permutation(16)
MEAN, SCALE = np.array([120.0, 130.0]), np.array([1 / 64, 1 / 80])
BATCH, EPOCHS, DECAY, SMOOTHING, PEAK = 4, 5, 0.05, 0.1, 0.2
network_start = {
    "conv.kernel": numbers(3, 3, 2, 4, scale=0.4),
    "norm.scale": 1 + numbers(4, scale=0.2),
    "norm.offset": numbers(4, scale=0.2),
    "norm.mean": numbers(4, scale=0.1),
    "norm.variance": 1 + numbers(4, scale=0.1) ** 2,
    "dense.kernel": numbers(4, 3),
    "dense.bias": numbers(3, scale=0.1),
}
TO_TORCH = {"conv.kernel": (3, 2, 0, 1), "dense.kernel": (1, 0)}
FROM_TORCH = {"conv.kernel": (2, 3, 1, 0), "dense.kernel": (1, 0)}


def whole_step(parts, clip=None, average=None):
    network = torch.nn.Sequential(
        torch.nn.Conv2d(2, 4, 3, padding=1, bias=False), torch.nn.BatchNorm2d(4), torch.nn.ReLU(),
        torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(4, 3)
    )
    conv, norm, dense = network[0], network[1], network[5]
    tensors = {
        "conv.kernel": conv.weight, "norm.scale": norm.weight, "norm.offset": norm.bias, "norm.mean": norm.running_mean,
        "norm.variance": norm.running_var, "dense.kernel": dense.weight, "dense.bias": dense.bias,
    }  # fmt: skip
    with torch.no_grad():
        for name, tensor in tensors.items():
            tensor.copy_(torch.tensor(np.transpose(network_start[name], TO_TORCH.get(name))))
    trained = {name: tensor for name, tensor in tensors.items() if tensor.requires_grad}
    decays = {name: DECAY if name.endswith("kernel") else 0.0 for name in trained}
    groups = [{"params": [trained[name]], "weight_decay": decays[name]} for name in trained]
    optimizer = torch.optim.SGD(groups, PEAK, 0.9, nesterov=True)
    losses, right, history = 0.0, 0, []
    for step in range(STEPS):
        first = step % (16 // BATCH) * BATCH
        optimizer.zero_grad()
        for part in np.split(ORDER[first : first + BATCH], parts):
            images = torch.tensor(((IMAGES[part] - MEAN) * SCALE).transpose(0, 3, 1, 2))
            logits, labels = network(images), torch.tensor(IMAGE_LABELS[part])
            loss = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=SMOOTHING) / parts
            loss.backward()
            losses += loss.item()
            right += (logits.argmax(1) == labels).sum().item()
        if clip is not None:
            slopes = [tf.constant(tensor.grad.numpy()) for tensor in trained.values()]
            for tensor, gradient in zip(trained.values(), tf.clip_by_global_norm(slopes, clip)[0]):
                tensor.grad = torch.tensor(gradient.numpy())
        for group in optimizer.param_groups:
            group["lr"] = PEAK / 2 * (1 + math.cos(math.pi * (step + 0.5) / STEPS))
        optimizer.step()
        now = {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}
        history.append({name: np.transpose(value, FROM_TORCH.get(name)) for name, value in now.items()})
    recipe = {
        "epochs": EPOCHS,
        "batchSize": BATCH,
        "microBatches": parts,
        "optimizer": {"algorithm": "sgd", "momentum": 0.9, "nesterov": True},
        "learningRate": {"schedule": "cosine", "peak": PEAK, "warmupEpochs": 0},
        "weightDecay": DECAY,
        "labelSmoothing": SMOOTHING,
        "precision": "float32",
    }
    if clip is not None:
        recipe["maxGradientNorm"] = clip
    if average is not None:
        recipe["emaDecay"] = average
        history = [*history[:-1], moving_average(history, network_start, average)]
    return {"recipe": recipe, "loss": losses, "correct": right, "weights": flat(history[-1])}


# Learning rates.


def rates(epochs, per_epoch, *phases):
    """Every other rate of schedulers over half steps; `phases` are (half steps, function that makes the scheduler)."""
    total = 2 * epochs * per_epoch
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], 1.0)
    made = [make(optimizer) for _, make in phases]
    ends = np.cumsum([length for length, _ in phases])[:-1].tolist()
    scheduler = made[0] if len(made) == 1 else schedulers.SequentialLR(optimizer, made, ends)
    result = []
    for _ in range(total):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return result[1::2]


def rise(length):
    return length, lambda optimizer: schedulers.LambdaLR(optimizer, lambda done: done / length)


def fall(make, length):
    return length, lambda optimizer: make(optimizer, length)


def cosine(optimizer, length):
    return schedulers.CosineAnnealingLR(optimizer, length)


def linear(optimizer, length):
    return schedulers.LinearLR(optimizer, 1.0, 0.0, length)


def polynomial(power):
    return lambda optimizer, length: schedulers.PolynomialLR(optimizer, length, power)


def one_cycle(optimizer, length):
    # Its rates run to the end of the last step, and its phases end one count early.
    return schedulers.OneCycleLR(
        optimizer, 1.0, total_steps=length + 1, pct_start=(16 + 1) / (length + 1), div_factor=20, final_div_factor=50
    )


def constant(optimizer, length):
    return schedulers.ConstantLR(optimizer, 1.0, length)


def two_steps(optimizer, _):
    return schedulers.MultiStepLR(optimizer, [8, 20], 0.2)


def case_of(source, epochs, per_epoch, phases, **schedule):
    scaled = [schedule["peak"] * rate for rate in rates(epochs, per_epoch, *phases)]
    return {"source": source, "schedule": schedule, "epochs": epochs, "stepsPerEpoch": per_epoch, "rates": scaled}


schedule_cases = [
    case_of("LambdaLR and ConstantLR", 3, 4, [rise(8), fall(constant, 16)],
            schedule="constant", peak=0.3, warmupEpochs=1),
    case_of("MultiStepLR", 4, 4, [fall(two_steps, 32)],
            schedule="step", peak=0.5, milestones=[1, 2.5], factor=0.2, warmupEpochs=0),
    case_of("CosineAnnealingLR", 3, 5, [fall(cosine, 30)], schedule="cosine", peak=0.1, warmupEpochs=0),
    case_of("LambdaLR and CosineAnnealingLR", 4, 5, [rise(10), fall(cosine, 30)],
            schedule="cosine", peak=0.1, warmupEpochs=1),
    case_of("LinearLR", 3, 5, [fall(linear, 30)], schedule="linear", peak=2, warmupEpochs=0),
    case_of("LambdaLR and LinearLR", 5, 4, [rise(12), fall(linear, 28)], schedule="linear", peak=2, warmupEpochs=1.5),
    case_of("PolynomialLR", 3, 5, [fall(polynomial(2), 30)], schedule="polynomial", peak=0.4, power=2, warmupEpochs=0),
    case_of("LambdaLR and PolynomialLR", 4, 4, [rise(8), fall(polynomial(0.9), 24)],
            schedule="polynomial", peak=0.4, power=0.9, warmupEpochs=1),
    case_of("OneCycleLR", 5, 4, [fall(one_cycle, 40)],
            schedule="one-cycle", peak=0.8, initialFactor=1 / 20, finalFactor=1 / 1000, warmupEpochs=2),
]  # fmt: skip

golden = {
    "made with": {
        "python": sys.version.split()[0],
        "torch": torch.__version__,
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "numpy": np.__version__,
    },
    "x": X.ravel().tolist(),
    "labels": LABELS.tolist(),
    "start": flat(START),
    "cases": cases,
    "network": {
        "images": IMAGES.ravel().tolist(),
        "labels": IMAGE_LABELS.tolist(),
        "order": ORDER.tolist(),
        "mean": MEAN.tolist(),
        "scale": SCALE.tolist(),
        "start": flat(network_start),
    },
    "steps": [whole_step(1), whole_step(2), whole_step(2, clip=0.5, average=0.8)],
    "schedules": schedule_cases,
}
(pathlib.Path(__file__).parent / "optimizers.json").write_text(json.dumps(golden) + "\n")
