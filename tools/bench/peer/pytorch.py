"""The training step of a network in PyTorch, channels-last: pytorch.py NETWORK float32|bfloat16 eager|compile"""

import os
import sys

import torch
import torch.nn.functional as F

from torch_networks import BUILDERS
from worker import CLASSES, IMAGES, MEAN, MOMENTUM, NETWORKS, RATE, SCALE, WEIGHT_DECAY, serve

name, precision, mode = sys.argv[1:]
size, channels, batch_size = NETWORKS[name]
torch.set_num_threads(os.cpu_count())
torch.manual_seed(1)
network = BUILDERS[name]().to(memory_format=torch.channels_last).train()
parameters = list(network.parameters())
optimizer = torch.optim.SGD(
    [
        {"params": [p for p in parameters if p.dim() > 1], "weight_decay": WEIGHT_DECAY},
        {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0.0},
    ],
    lr=RATE,
    momentum=MOMENTUM,
    nesterov=True,
    fused=True,
)
images = torch.randint(0, 256, (IMAGES, size, size, channels), dtype=torch.uint8)
labels = torch.randint(0, CLASSES, (IMAGES,))
order = torch.randperm(IMAGES)


def loss_of(x, target):
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
        logits = network(x)
    return F.cross_entropy(logits.float(), target), (logits.argmax(1) == target).sum()


if mode == "compile":
    loss_of = torch.compile(loss_of)


def train(first, steps):
    totals = torch.zeros(2)
    for index in range(first, first + steps):
        start = index % (IMAGES // batch_size) * batch_size
        batch = order[start : start + batch_size]
        # [N, H, W, C] seen as [N, C, H, W]: the memory of channels-last, nothing is moved.
        x = ((images[batch].float() - MEAN) * SCALE).permute(0, 3, 1, 2)
        loss, correct = loss_of(x, labels[batch])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        totals[0] += loss.detach()
        totals[1] += correct
    return totals[0].item() / steps


serve(f"PyTorch {torch.__version__}", sum(p.numel() for p in parameters), train)
