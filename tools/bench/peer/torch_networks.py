"""The networks of the benchmark in PyTorch, as their papers and the zoo have them."""

import torch
import torch.nn.functional as F
from torch import nn

from worker import CLASSES, EFFICIENTNET_B0


def convolution(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False)


def classifier(inputs):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, CLASSES))


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.more = stride, outputs - inputs
        self.conv1, self.norm1 = convolution(inputs, outputs, stride=stride), nn.BatchNorm2d(outputs)
        self.conv2, self.norm2 = convolution(outputs, outputs), nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        y = self.norm2(self.conv2(y))
        if self.stride > 1:
            x = F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))
        return F.relu(y + x, inplace=True)


def resnet(channels, blocks, width):
    parts, inputs = [convolution(channels, width), nn.BatchNorm2d(width), nn.ReLU(inplace=True)], width
    for stage in range(3):
        for block in range(blocks):
            parts.append(BasicBlock(inputs, width * 2**stage, 2 if stage > 0 and block == 0 else 1))
            inputs = width * 2**stage
    return nn.Sequential(*parts, classifier(inputs))


class DenseLayer(nn.Module):
    def __init__(self, channels, growth):
        super().__init__()
        self.norm, self.conv = nn.BatchNorm2d(channels), convolution(channels, growth)

    def forward(self, x):
        return torch.cat([x, self.conv(F.relu(self.norm(x), inplace=True))], 1)


def densenet(layers, growth):
    parts, channels = [convolution(3, 16)], 16
    for stage in range(3):
        for _ in range(layers):
            parts.append(DenseLayer(channels, growth))
            channels += growth
        parts += [nn.BatchNorm2d(channels), nn.ReLU(inplace=True)]
        if stage < 2:
            parts += [convolution(channels, channels, 1), nn.AvgPool2d(2)]
    return nn.Sequential(*parts, classifier(channels))


class Bottleneck(nn.Module):
    def __init__(self, inputs, inner, outputs, groups, stride):
        super().__init__()
        self.branch = nn.Sequential(
            convolution(inputs, inner, 1),
            nn.BatchNorm2d(inner),
            nn.ReLU(inplace=True),
            convolution(inner, inner, 3, stride, groups),
            nn.BatchNorm2d(inner),
            nn.ReLU(inplace=True),
            convolution(inner, outputs, 1),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Identity()
        if inputs != outputs:
            self.shortcut = nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x), inplace=True)


def resnext(blocks, cardinality, width):
    parts, inputs = [convolution(3, 64), nn.BatchNorm2d(64), nn.ReLU(inplace=True)], 64
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            inner, outputs = cardinality * width * 2**stage, 256 * 2**stage
            parts.append(Bottleneck(inputs, inner, outputs, cardinality, stride))
            inputs = outputs
    return nn.Sequential(*parts, classifier(inputs))


class Excitation(nn.Module):
    def __init__(self, channels, squeezed):
        super().__init__()
        self.reduce, self.expand = nn.Conv2d(channels, squeezed, 1), nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.expand(F.silu(self.reduce(F.adaptive_avg_pool2d(x, 1)), inplace=True)))


class InvertedBottleneck(nn.Module):
    def __init__(self, inputs, outputs, expansion, kernel, stride):
        super().__init__()
        inner = inputs * expansion
        parts = []
        if expansion > 1:
            parts += [convolution(inputs, inner, 1), nn.BatchNorm2d(inner), nn.SiLU(inplace=True)]
        parts += [convolution(inner, inner, kernel, stride, inner), nn.BatchNorm2d(inner), nn.SiLU(inplace=True)]
        parts += [Excitation(inner, max(1, inputs // 4)), convolution(inner, outputs, 1), nn.BatchNorm2d(outputs)]
        self.branch, self.residual = nn.Sequential(*parts), stride == 1 and inputs == outputs

    def forward(self, x):
        return self.branch(x) + x if self.residual else self.branch(x)


def efficientnet_b0():
    parts, inputs = [convolution(3, 32), nn.BatchNorm2d(32), nn.SiLU(inplace=True)], 32
    for expansion, kernel, channels, blocks, stride in EFFICIENTNET_B0:
        for block in range(blocks):
            parts.append(InvertedBottleneck(inputs, channels, expansion, kernel, stride if block == 0 else 1))
            inputs = channels
    return nn.Sequential(*parts, convolution(inputs, 1280, 1), nn.BatchNorm2d(1280), nn.SiLU(inplace=True), classifier(1280))


BUILDERS = {
    "resnet20": lambda: resnet(3, 3, 16),
    "resnet8": lambda: resnet(1, 1, 16),
    "densenet40": lambda: densenet(12, 12),
    "resnet20-wide": lambda: resnet(3, 3, 64),
    "resnext29": lambda: resnext(3, 8, 16),
    "efficientnet-b0": efficientnet_b0,
}
