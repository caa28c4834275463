"""Counts parameters and multiply-adds of networks built with PyTorch: counts.py > counts.json.

Written with torch 2.15.0 and torchvision 0.29.2. Multiply-adds are those of convolutions and linear layers for one image, seen
by hooks. `activations` are the numbers of one image that autograd saves for the backward pass in training, by saved-tensor hooks:
each tensor once, without parameters, indices and what has no image of its own; average pooling is written as a mean, for which
nothing is saved, and dropout is left out. `named` holds the networks that the zoo knows by name: torchvision's where it has them, else written here from the
papers, at other sizes under the name with @size; `members` other members of the families. torchvision's mobile networks have
a stem of stride 2; for images of less than 64 pixels it is set to 1, as here.
"""

import json

import torch
import torchvision
from torch import nn


def norm_relu(channels):
    return nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU())


class Mean(nn.Module):
    """Average pooling of 2x2 pixels."""

    def forward(self, x):
        images, channels, height, width = x.shape
        return x.reshape(images, channels, height // 2, 2, width // 2, 2).mean((3, 5))


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


def pooled(channels, classes):
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, classes)]


class Concat(nn.Module):
    def __init__(self, branch):
        super().__init__()
        self.branch = branch

    def forward(self, x):
        return torch.cat([x, self.branch(x)], 1)


class Residual(nn.Module):
    def __init__(self, branch, shortcut, after):
        super().__init__()
        self.branch, self.shortcut, self.after = branch, shortcut, after

    def forward(self, x):
        return self.after(self.branch(x) + self.shortcut(x))


class PaddedShortcut(nn.Module):
    """Option A of He et al. (2016): every other pixel, and channels of zeros."""

    def __init__(self, stride, more):
        super().__init__()
        self.stride, self.more = stride, more

    def forward(self, x):
        return nn.functional.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.more))


def projection(inputs, outputs, stride):
    return nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))


def densenet(layers, growth, classes):
    channels, parts = 16, [conv(3, 16)]
    for stage in range(3):
        for _ in range(layers):
            parts.append(Concat(nn.Sequential(norm_relu(channels), conv(channels, growth))))
            channels += growth
        if stage < 2:
            parts += [norm_relu(channels), conv(channels, channels, 1), Mean()]
    return nn.Sequential(*parts, norm_relu(channels), *pooled(channels, classes))


def densenet_bc(layers, growth, classes):
    """Bottlenecks of four times the growth rate, transitions that halve the channels, a stem of twice the growth rate."""
    channels, parts = 2 * growth, [conv(3, 2 * growth)]
    for stage in range(3):
        for _ in range(layers):
            bottleneck = [norm_relu(channels), conv(channels, 4 * growth, 1)]
            parts.append(Concat(nn.Sequential(*bottleneck, norm_relu(4 * growth), conv(4 * growth, growth))))
            channels += growth
        if stage < 2:
            parts += [norm_relu(channels), conv(channels, channels // 2, 1), Mean()]
            channels //= 2
    return nn.Sequential(*parts, norm_relu(channels), *pooled(channels, classes))


def resnet(blocks, option, classes):
    """6n + 2 layers, section 4.2 of the paper; option B projects where the shape changes."""
    parts, inputs = [conv(3, 16), norm_relu(16)], 16
    for stage in range(3):
        outputs = 16 * 2**stage
        for _ in range(blocks):
            stride = 1 if inputs == outputs else 2
            branch = [conv(inputs, outputs, 3, stride), norm_relu(outputs), conv(outputs, outputs), nn.BatchNorm2d(outputs)]
            shortcut = nn.Identity()
            if stride == 2:
                padded = PaddedShortcut(stride, outputs - inputs)
                shortcut = padded if option == "A" else projection(inputs, outputs, stride)
            parts.append(Residual(nn.Sequential(*branch), shortcut, nn.ReLU()))
            inputs = outputs
    return nn.Sequential(*parts, *pooled(inputs, classes))


def resnet_preact(blocks, classes):
    """He et al. (2016b): batch norm and ReLU before the convolutions, shortcuts without parameters."""
    parts, inputs = [conv(3, 16)], 16
    for stage in range(3):
        outputs = 16 * 2**stage
        for _ in range(blocks):
            stride = 1 if inputs == outputs else 2
            branch = [norm_relu(inputs), conv(inputs, outputs, 3, stride), norm_relu(outputs), conv(outputs, outputs)]
            shortcut = nn.Identity() if stride == 1 else PaddedShortcut(stride, outputs - inputs)
            parts.append(Residual(nn.Sequential(*branch), shortcut, nn.Identity()))
            inputs = outputs
    return nn.Sequential(*parts, norm_relu(inputs), *pooled(inputs, classes))


def bottleneck(inputs, inner, outputs, groups, stride):
    branch = [conv(inputs, inner, 1), norm_relu(inner), conv(inner, inner, 3, stride, groups), norm_relu(inner)]
    shortcut = nn.Identity() if inputs == outputs else projection(inputs, outputs, stride)
    return Residual(nn.Sequential(*branch, conv(inner, outputs, 1), nn.BatchNorm2d(outputs)), shortcut, nn.ReLU())


def bottlenecks(stages, inner, groups, classes):
    """Bottlenecks to 256 channels and twice as many in each later stage, behind a stem for small images."""
    parts, inputs = [conv(3, 64), norm_relu(64)], 64
    for stage, blocks in enumerate(stages):
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            parts.append(bottleneck(inputs, inner * 2**stage, 256 * 2**stage, groups, stride))
            inputs = 256 * 2**stage
    return nn.Sequential(*parts, *pooled(inputs, classes))


def resnext(blocks, cardinality, width, classes):
    return bottlenecks([blocks] * 3, cardinality * width, cardinality, classes)


def mobilenet_v1(stem_stride, classes):
    """Howard et al. (2017), table 1."""
    parts, inputs = [conv(3, 32, 3, stem_stride), norm_relu(32)], 32
    steps = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]
    for outputs, stride in steps:
        parts += [conv(inputs, inputs, 3, stride, inputs), norm_relu(inputs), conv(inputs, outputs, 1), norm_relu(outputs)]
        inputs = outputs
    return nn.Sequential(*parts, *pooled(inputs, classes))


def lenet(classes):
    parts, inputs = [], 3
    for outputs in (6, 16):
        parts += [nn.Conv2d(inputs, outputs, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)]
        inputs = outputs
    dense = [nn.Linear(8 * 8 * 16, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, classes)]
    return nn.Sequential(*parts, nn.Flatten(), *dense)


def vgg_small(depth, classes):
    network = getattr(torchvision.models, f"vgg{depth}_bn")(num_classes=classes)
    return nn.Sequential(network.features, *pooled(512, classes))


def resnet_small(depth, classes):
    network = getattr(torchvision.models, f"resnet{depth}")(num_classes=classes)
    network.conv1, network.maxpool = conv(3, 64), nn.Identity()
    return network


def efficientnet(variant, size, classes):
    network = getattr(torchvision.models, f"efficientnet_{variant}")(num_classes=classes)
    if size < 64:
        network.features[0][0].stride = (1, 1)
    return network


def mobilenet_v2(size, classes):
    network = torchvision.models.mobilenet_v2(num_classes=classes)
    if size < 64:
        network.features[0][0].stride = (1, 1)
    return network


def shufflenet_small(classes):
    network = torchvision.models.shufflenet_v2_x0_5(num_classes=classes)
    network.conv1[0].stride, network.maxpool = (1, 1), nn.Identity()
    return network


def replaced(module):
    """What counts is the same; see the head of this file."""
    for name, child in module.named_children():
        if isinstance(child, (nn.Dropout, torchvision.ops.StochasticDepth)):
            setattr(module, name, nn.Identity())
        elif isinstance(child, nn.AvgPool2d):
            setattr(module, name, Mean())
        elif isinstance(child, nn.AdaptiveAvgPool2d) and child.output_size != 1 and child.output_size != (1, 1):
            setattr(module, name, nn.Identity())
        else:
            replaced(child)


def activations(network, size, images=2):
    """Batch norm needs more than one number a channel, so it is of two images."""
    replaced(network)
    network.train()
    parameters = {p.data_ptr() for p in network.parameters()}
    saved = {}

    def keep(tensor):
        if tensor.is_floating_point() and tensor.data_ptr() not in parameters and tensor.dim() > 1 and len(tensor) == images:
            saved[(tensor.data_ptr(), tensor.numel())] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        network(torch.zeros(images, 3, size, size))
    return sum(tensor.numel() for tensor in saved.values()) // images


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
    return {
        "trainable": sum(p.numel() for p in network.parameters()),
        "statistics": statistics,
        "macs": macs,
        "activations": activations(network, size),
    }


def named(network, size, classes):
    return {"input": [size, size, 3], "classes": classes, **count(network(classes), size)}


def published(name):
    return named(lambda classes: getattr(torchvision.models, name)(num_classes=classes), 224, 1000)


def small(network):
    return named(network, 32, 10)


members = {
    "densenet-40-12": count(densenet(12, 12, 10), 32),
    "densenet-10-5": count(densenet(2, 5, 4), 16),
    "resnext-29-8x16": count(resnext(3, 8, 16, 10), 32),
    "resnext-11-2x4": count(resnext(1, 2, 4, 4), 12),
    "efficientnet-b0-32": count(efficientnet("b0", 32, 10), 32),
    "efficientnet-b0-224": count(efficientnet("b0", 224, 1000), 224),
    "efficientnet-b1-240": count(efficientnet("b1", 240, 1000), 240),
    "efficientnet-b2-260": count(efficientnet("b2", 260, 1000), 260),
}

networks = {
    **{f"resnet{6 * n + 2}": small(lambda classes: resnet(n, "A", classes)) for n in (3, 5, 7, 9, 18)},
    **{f"resnet{6 * n + 2}-b": small(lambda classes: resnet(n, "B", classes)) for n in (3, 5, 7, 9, 18)},
    **{f"resnet{6 * n + 2}-preact": small(lambda classes: resnet_preact(n, classes)) for n in (3, 18)},
    **{name: published(name) for name in ("resnet18", "resnet34", "resnet50", "resnet101")},
    "resnet50-cifar": small(lambda classes: bottlenecks([3, 4, 6, 3], 64, 1, classes)),
    **{f"resnet{depth}-cifar": small(lambda classes: resnet_small(depth, classes)) for depth in (18, 34, 101)},
    "resnext29-8x64d": small(lambda classes: resnext(3, 8, 64, classes)),
    "resnext29-16x64d": small(lambda classes: resnext(3, 16, 64, classes)),
    "resnext56-8x16d": small(lambda classes: resnext(6, 8, 16, classes)),
    "resnext50-32x4d": published("resnext50_32x4d"),
    "densenet40-k12": small(lambda classes: densenet(12, 12, classes)),
    "densenet-bc100-k12": small(lambda classes: densenet_bc(16, 12, classes)),
    "densenet-bc190-k40": small(lambda classes: densenet_bc(31, 40, classes)),
    "densenet121": published("densenet121"),
    **{f"efficientnet-{variant}": published(f"efficientnet_{variant}") for variant in ("b0", "b1", "b2", "b3")},
    **{
        f"efficientnet-{variant}@{size}": named(lambda classes: efficientnet(variant, size, classes), size, 10)
        for variant in ("b0", "b1", "b2")
        for size in (32, 64, 96)
    },
    **{f"vgg{depth}": published(f"vgg{depth}_bn") for depth in (11, 13, 16, 19)},
    **{f"vgg{depth}-cifar": small(lambda classes: vgg_small(depth, classes)) for depth in (11, 13, 16, 19)},
    "lenet5": small(lenet),
    "mobilenet-v1": named(lambda classes: mobilenet_v1(2, classes), 224, 1000),
    "mobilenet-v1@32": small(lambda classes: mobilenet_v1(1, classes)),
    "mobilenet-v2": published("mobilenet_v2"),
    **{f"mobilenet-v2@{size}": named(lambda classes: mobilenet_v2(size, classes), size, 10) for size in (32, 64, 96)},
    "shufflenet-v2-x0.5": published("shufflenet_v2_x0_5"),
    "shufflenet-v2-x0.5@32": small(shufflenet_small),
    "shufflenet-v2-x1.0": published("shufflenet_v2_x1_0"),
    "shufflenet-v2-x1.5": published("shufflenet_v2_x1_5"),
    "shufflenet-v2-x2.0": published("shufflenet_v2_x2_0"),
}

print(json.dumps({"members": members, "named": networks}, indent=2))
