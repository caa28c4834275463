"""The training step of ResNet-20 (He et al. 2016, section 4.2, shortcut A) in PyTorch, eager and channels-last.

A line of standard input is a number of steps, or 0 for the end; each is answered by a line of JSON.
Usage: step.py float32|bfloat16
"""

import json
import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

BATCH, SIZE, COLOURS, CLASSES, IMAGES = 128, 32, 3, 10, 4096


def convolution(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.more = stride, outputs - inputs
        self.conv1, self.norm1 = convolution(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = convolution(outputs, outputs), nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        y = self.norm2(self.conv2(y))
        if self.stride > 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))
        return F.relu(y.add_(x), inplace=True)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.norm = convolution(COLOURS, 16), nn.BatchNorm2d(16)
        widths = [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2
        self.blocks = nn.Sequential(*(Block(*width) for width in widths))
        self.classifier = nn.Linear(64, CLASSES)

    def forward(self, x):
        x = self.blocks(F.relu(self.norm(self.conv(x)), inplace=True))
        return self.classifier(x.mean(dim=(2, 3)))


def main(precision):
    torch.set_num_threads(os.cpu_count())
    torch.manual_seed(1)
    network = ResNet20().to(memory_format=torch.channels_last).train()
    parameters = list(network.parameters())
    kernels = [p for p in parameters if p.dim() > 1]
    others = [p for p in parameters if p.dim() == 1]
    optimizer = torch.optim.SGD(
        [{"params": kernels, "weight_decay": 1e-4}, {"params": others, "weight_decay": 0.0}],
        lr=0.1,
        momentum=0.9,
        nesterov=True,
        fused=True,
    )
    images = torch.randint(0, 256, (IMAGES, SIZE, SIZE, COLOURS), dtype=torch.uint8)
    labels = torch.randint(0, CLASSES, (IMAGES,))
    order = torch.randperm(IMAGES)
    mean, scale = torch.full((COLOURS,), 127.5), torch.full((COLOURS,), 1 / 73.9)
    per_epoch = IMAGES // BATCH

    def step(index, totals):
        first = index % per_epoch * BATCH
        batch = order[first : first + BATCH]
        target = labels[batch]
        # [N, H, W, C] seen as [N, C, H, W]: the memory of channels-last, nothing is moved.
        x = ((images[batch].float() - mean) * scale).permute(0, 3, 1, 2)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            logits = network(x)
        loss = F.cross_entropy(logits.float(), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        totals[0] += loss.detach()
        totals[1] += (logits.argmax(1) == target).sum()

    def say(message):
        print(json.dumps(message), flush=True)

    say({"parameters": sum(p.numel() for p in parameters), "version": f"PyTorch {torch.__version__}"})
    done = 0
    for line in sys.stdin:
        steps = int(line)
        if steps == 0:
            return
        totals = torch.zeros(2)
        begun = time.perf_counter()
        for index in range(done, done + steps):
            step(index, totals)
        loss = totals[0].item() / steps
        say({"seconds": time.perf_counter() - begun, "loss": loss})
        done += steps


main(sys.argv[1])
