"""Writes what networks of torchvision answer: the logits of two images, for weights that a test can have too.

full.json: the names and shapes in the state dicts of the published networks. Their weights would fill 300 MB, so they are made
from a counter and the parameter's name (`numbers`), here and in the test alike; `scales` are powers of two near the standard
deviation of what each batch norm sees, so that moving statistics fit and no layer's part in the logits fades away.
*.safetensors: small networks of the same classes with torchvision's own seeded weights, moving statistics perturbed.
logits.safetensors: the logits of all of them, computed in float64.

Written with torch 2.15.0, torchvision 0.29.2 and safetensors 0.8.0: logits.py, beside which the files are laid.
"""

import json
import pathlib

import numpy as np
import torch
import torchvision
from safetensors.torch import save_file
from torch import nn
from torchvision.models import densenet, efficientnet, mobilenet, resnet, shufflenetv2

folder = pathlib.Path(__file__).parent
images, height, width = 2, 75, 64  # an odd side and an even one, because padding differs between them
smallClasses = 10


def mixed(h):
    """The finaliser of MurmurHash3 (Appleby, public domain), on uint32."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    return h ^ (h >> np.uint32(16))


def numbers(name, count):
    """Numbers in [-1, 1) that follow from a name (FNV-1a) and their place."""
    key = 0x811C9DC5
    for byte in name.encode():
        key = (key ^ byte) * 0x01000193 % 2**32
    return mixed(mixed(np.arange(count, dtype=np.uint32)) ^ np.uint32(key)) / 2.0**31 - 1


def value(name, shape, scales):
    """The value of a parameter: He et al. (2015) for kernels, near 1 for scales, near what is seen for statistics."""
    u = numbers(name, int(np.prod(shape)))
    module, _, kind = name.rpartition(".")
    if kind == "running_mean":
        u = u / 4 * scales[module]
    elif kind == "running_var":
        u = (1 + u / 2) * scales[module] ** 2
    elif kind == "bias":
        u = u / 4
    elif len(shape) == 1:
        u = 1 + u / 4
    else:
        u = u * np.sqrt(6 / np.prod(shape[1:]))
    return torch.from_numpy(u.astype(np.float32).reshape(shape))


def batch():
    u = numbers("images", images * height * width * 3) * 2
    return torch.from_numpy(u.astype(np.float32).reshape(images, height, width, 3)).permute(0, 3, 1, 2)


def parametersOf(network):
    return {name: tensor for name, tensor in network.state_dict().items() if not name.endswith("num_batches_tracked")}


def answer(network):
    """The logits in float64, after a look at whether float32 gives them too."""
    network.eval()
    with torch.no_grad():
        single = network(batch())
        logits = network.double()(batch().double())
        network.float()
    assert distance(single, logits) < 1e-5, distance(single, logits)
    return logits.float().contiguous()


def distance(a, b):
    return ((a.double() - b.double()).abs().max() / b.double().abs().max()).item()


def expectEachMatters(network, logits):
    """Every tensor must have a part in the logits that a tolerance of 1e-4 sees: they are turned round one by one."""
    with torch.no_grad():
        for name, tensor in parametersOf(network).items():
            kept = tensor.clone()
            tensor.copy_(kept.flatten().flip(0).reshape(kept.shape))
            moved = distance(network(batch()), logits)
            assert moved > 1e-3, (name, moved)
            tensor.copy_(kept)


def fill(network):
    """Fills a network by name; gives the scales, found layer by layer on the way through it."""
    scales = {}
    with torch.no_grad():
        for name, tensor in parametersOf(network).items():
            if not name.rpartition(".")[2].startswith("running"):
                tensor.copy_(value(name, tuple(tensor.shape), scales))

        def fit(path):
            def hook(module, inputs):
                scales[path] = float(2.0 ** torch.log2(inputs[0].std()).round())
                for kind in ("running_mean", "running_var"):
                    statistic = getattr(module, kind)
                    statistic.copy_(value(f"{path}.{kind}", tuple(statistic.shape), scales))

            return hook

        norms = [(path, module) for path, module in network.named_modules() if isinstance(module, nn.BatchNorm2d)]
        hooks = [module.register_forward_pre_hook(fit(path)) for path, module in norms]
        network.eval()(batch())
        for hook in hooks:
            hook.remove()
    return scales


full = {
    "resnet18": resnet.resnet18,
    "resnet50": resnet.resnet50,
    "resnext50-32x4d": resnet.resnext50_32x4d,
    "densenet121": densenet.densenet121,
    "efficientnet-b0": efficientnet.efficientnet_b0,
    "mobilenet-v2": mobilenet.mobilenet_v2,
    "shufflenet-v2-x0.5": shufflenetv2.shufflenet_v2_x0_5,
}


def narrowResNet(block, first, **groups):
    """torchvision's ResNet of one block a stage, from `first` channels on rather than 64."""
    network = resnet.ResNet(block, [1, 1, 1, 1], smallClasses, **groups)
    network.inplanes = first
    network.conv1 = nn.Conv2d(3, first, 7, 2, 3, bias=False)
    network.bn1 = nn.BatchNorm2d(first)
    for stage in range(4):
        layer = network._make_layer(block, first * 2**stage, 1, stride=1 if stage == 0 else 2)
        setattr(network, f"layer{stage + 1}", layer)
    network.fc = nn.Linear(first * 8 * block.expansion, smallClasses)
    return network


small = {
    "resnet18-small": lambda: narrowResNet(resnet.BasicBlock, 8),
    "resnet50-small": lambda: narrowResNet(resnet.Bottleneck, 4),
    "resnext50-32x4d-small": lambda: narrowResNet(resnet.Bottleneck, 8, groups=4, width_per_group=16),
    "densenet121-small": lambda: densenet.DenseNet(4, (2, 2, 2, 2), 8, num_classes=smallClasses),
}


def perturb(network):
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                for tensor, spread in ((module.weight, 0.2), (module.bias, 0.2), (module.running_mean, 0.1)):
                    tensor.add_(spread * torch.randn_like(tensor))
                module.running_var.mul_(torch.empty_like(module.running_var).uniform_(0.5, 1.5))


if __name__ == "__main__":
    logits, layouts = {}, {}
    for name, build in full.items():
        network = build()
        scales = fill(network)
        logits[name] = answer(network)
        expectEachMatters(network, logits[name])
        shapes = {path: list(tensor.shape) for path, tensor in parametersOf(network).items()}
        layouts[name] = {"shapes": shapes, "scales": scales}
        print(name, logits[name].std().item())
    for seed, (name, build) in enumerate(small.items()):
        torch.manual_seed(seed)
        network = build()
        perturb(network)
        logits[name] = answer(network)
        save_file(network.state_dict(), str(folder / f"{name}.safetensors"))
        print(name, logits[name].std().item(), sum(p.numel() for p in network.parameters()))
    networks = ",\n".join(f'  "{name}": {json.dumps(layout, separators=(",", ":"))}' for name, layout in layouts.items())
    (folder / "full.json").write_text("{\n" + networks + "\n}\n")
    save_file(logits, str(folder / "logits.safetensors"))
