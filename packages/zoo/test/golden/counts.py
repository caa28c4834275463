"""Counts parameters and multiply-adds of networks built with PyTorch: counts.py > counts.json.

Written with torch 2.15.0 and torchvision 0.29.2. Multiply-adds are those of convolutions and linear layers for one image, seen
by hooks. torchvision's EfficientNet has a stem of stride 2; for small images it is set to 1, as here.
"""

import json

import torch
import torchvision
from torch import nn


def norm_relu(channels):
    return nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU())


class DenseLayer(nn.Module):
    def __init__(self, channels, growth):
        super().__init__()
        self.branch = nn.Sequential(norm_relu(channels), nn.Conv2d(channels, growth, 3, padding=1, bias=False))

    def forward(self, x):
        return torch.cat([x, self.branch(x)], 1)


def densenet(layers, growth, classes):
    channels, parts = 16, [nn.Conv2d(3, 16, 3, padding=1, bias=False)]
    for stage in range(3):
        for _ in range(layers):
            parts.append(DenseLayer(channels, growth))
            channels += growth
        if stage < 2:
            parts += [norm_relu(channels), nn.Conv2d(channels, channels, 1, bias=False), nn.AvgPool2d(2)]
    return nn.Sequential(
        *parts, norm_relu(channels), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)
    )


class Bottleneck(nn.Module):
    def __init__(self, inputs, inner, outputs, groups, stride):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(inputs, inner, 1, bias=False),
            norm_relu(inner),
            nn.Conv2d(inner, inner, 3, stride, 1, groups=groups, bias=False),
            norm_relu(inner),
            nn.Conv2d(inner, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Sequential()
        if inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def resnext(blocks, cardinality, width, classes):
    parts, inputs = [nn.Conv2d(3, 64, 3, padding=1, bias=False), norm_relu(64)], 64
    for stage in range(3):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            outputs = 256 * 2**stage
            parts.append(Bottleneck(inputs, cardinality * width * 2**stage, outputs, cardinality, stride))
            inputs = outputs
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))


def efficientnet(variant, size, classes):
    network = getattr(torchvision.models, f"efficientnet_{variant}")(num_classes=classes)
    if size < 64:
        network.features[0][0].stride = (1, 1)
    return network


def count(network, size):
    macs = 0

    def add(module, inputs, output):
        nonlocal macs
        per_output = module.weight.numel() // module.weight.shape[0]
        macs += output.numel() * per_output

    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(add)
    network.eval()
    with torch.no_grad():
        network(torch.zeros(1, 3, size, size))
    statistics = sum(b.numel() for name, b in network.named_buffers() if not name.endswith("tracked"))
    return {"trainable": sum(p.numel() for p in network.parameters()), "statistics": statistics, "macs": macs}


print(
    json.dumps(
        {
            "densenet-40-12": count(densenet(12, 12, 10), 32),
            "densenet-10-5": count(densenet(2, 5, 4), 16),
            "resnext-29-8x16": count(resnext(3, 8, 16, 10), 32),
            "resnext-11-2x4": count(resnext(1, 2, 4, 4), 12),
            "efficientnet-b0-32": count(efficientnet("b0", 32, 10), 32),
            "efficientnet-b0-224": count(efficientnet("b0", 224, 1000), 224),
            "efficientnet-b1-240": count(efficientnet("b1", 240, 1000), 240),
            "efficientnet-b2-260": count(efficientnet("b2", 260, 1000), 260),
        },
        indent=2,
    )
)
