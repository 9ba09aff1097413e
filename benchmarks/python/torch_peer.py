"""PyTorch, eager, on one thread, with its own layers."""

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
VERSION = torch.__version__


class LastOfLSTM(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.lstm = nn.LSTM(features, units, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


class MeanOverTime(nn.Module):
    def forward(self, x):
        return x.mean(1)


class Block(nn.Module):
    """Two convolutions and a shortcut, each convolution with batch normalization."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            *convolved(inputs, outputs, 3, stride), nn.ReLU(), *convolved(outputs, outputs, 3, 1)
        )
        nn.init.zeros_(self.body[-1].weight)
        self.shortcut = nn.Sequential(*convolved(inputs, outputs, 1, stride)) if stride > 1 else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def convolved(inputs, outputs, window, stride):
    conv = nn.Conv2d(inputs, outputs, window, stride, padding=window // 2, bias=False)
    return conv, nn.BatchNorm2d(outputs)


def resnet18(inputs, classes):
    sizes = [64, 64, 128, 128, 256, 256, 512, 512]
    blocks = [
        Block(before, after, 1 if before == after else 2) for before, after in zip([64, *sizes], sizes)
    ]
    stem = (*convolved(inputs, 64, 3, 1), nn.ReLU())
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes))


def layers(spec, shape):
    """The layers of one spec, for inputs of this shape."""
    kind, features = spec["kind"], shape[1] if len(shape) == 4 else shape[-1]
    if kind == "dense":
        linear = nn.Linear(features, spec["units"])
        return [linear, nn.ReLU()] if spec["relu"] else [linear]
    if kind == "conv":
        return [nn.Conv2d(features, spec["channels"], 3, spec["stride"], padding=1), nn.ReLU()]
    if kind == "flatten":
        return [nn.Flatten()]
    if kind == "meanOverTime":
        return [MeanOverTime()]
    if kind == "lstm":
        return [LastOfLSTM(features, spec["units"])]
    if kind == "transformer":
        layer = nn.TransformerEncoderLayer(features, spec["heads"], 4 * features, dropout=0, batch_first=True)
        return [nn.TransformerEncoder(layer, spec["layers"], enable_nested_tensor=False)]
    if kind == "resnet18":
        return [resnet18(features, spec["classes"])]
    raise NotImplementedError(kind)


def train(case, x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y).long()
    if x.ndim == 4:
        # Images are NHWC: the same memory, under PyTorch's order of axes.
        x = x.permute(0, 3, 1, 2)
    torch.manual_seed(0)
    net, value = nn.Sequential(), x
    for spec in case["layers"]:
        for layer in layers(spec, value.shape):
            net.append(layer)
            with torch.no_grad():
                value = layer(value)
    if x.ndim == 4:
        net = net.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    last = [float("nan")]

    def step():
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        last[0] = loss.item()

    return step, lambda: last[0]


def operation(name, inputs):
    tensors = [torch.from_numpy(one) for one in inputs]
    last = [None]

    def step():
        last[0] = compute(name, *tensors)

    return step, lambda: last[0].abs().mean()


def compute(name, x, *others):
    if name.startswith("gemm"):
        (y,) = others
        return (x.T if name[-2] == "t" else x) @ (y.T if name[-1] == "t" else y)
    if name == "elementwise-chain":
        return (-torch.sqrt(torch.exp(torch.log(torch.abs(x) + 1) * 0.5)) + 2).square().tanh()
    if name == "softmax":
        return torch.softmax(x, -1)
    if name == "layer-norm":
        return F.layer_norm(x, x.shape[-1:], *others, eps=1e-5)
    if name == "embedding-gradient":
        indices, cotangent = others
        table = x.detach().requires_grad_()
        return torch.autograd.grad(F.embedding(indices, table), table, cotangent)[0]
    raise NotImplementedError(name)
