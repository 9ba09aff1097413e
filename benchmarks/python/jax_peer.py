"""JAX, compiled, on one thread, with Flax's layers and Optax's Adam."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

VERSION = jax.__version__


class ConvNorm(nn.Module):
    channels: int
    window: int
    stride: int
    last: bool = False

    @nn.compact
    def __call__(self, x):
        x = nn.Conv(self.channels, (self.window,) * 2, self.stride, use_bias=False)(x)
        scale = nn.initializers.zeros if self.last else nn.initializers.ones
        return nn.BatchNorm(use_running_average=False, momentum=0.9, scale_init=scale)(x)


class EncoderLayer(nn.Module):
    heads: int

    @nn.compact
    def __call__(self, x):
        width = x.shape[-1]
        x = nn.LayerNorm(epsilon=1e-5)(x + nn.MultiHeadDotProductAttention(self.heads)(x))
        return nn.LayerNorm(epsilon=1e-5)(x + nn.Dense(width)(nn.relu(nn.Dense(4 * width)(x))))


class Net(nn.Module):
    layers: tuple

    @nn.compact
    def __call__(self, x):
        for spec in self.layers:
            x = self.run(dict(spec), x)
        return x

    def run(self, spec, x):
        kind = spec["kind"]
        if kind == "dense":
            y = nn.Dense(spec["units"])(x)
            return nn.relu(y) if spec["relu"] else y
        if kind == "conv":
            return nn.relu(nn.Conv(spec["channels"], (3, 3), spec["stride"])(x))
        if kind == "flatten":
            return x.reshape(x.shape[0], -1)
        if kind == "meanOverTime":
            return x.mean(1)
        if kind == "lstm":
            return nn.RNN(nn.OptimizedLSTMCell(spec["units"]))(x)[:, -1]
        if kind == "transformer":
            for _ in range(spec["layers"]):
                x = EncoderLayer(spec["heads"])(x)
            return x
        if kind == "resnet18":
            return self.resnet18(spec["classes"], x)
        raise NotImplementedError(kind)

    def resnet18(self, classes, x):
        x = nn.relu(ConvNorm(64, 3, 1)(x))
        for i in range(8):
            channels, widens = 64 * 2 ** (i // 2), i > 1 and i % 2 == 0
            y = nn.relu(ConvNorm(channels, 3, 2 if widens else 1)(x))
            y = ConvNorm(channels, 3, 1, last=True)(y)
            x = nn.relu(y + (ConvNorm(channels, 1, 2)(x) if widens else x))
        return nn.Dense(classes)(x.mean((1, 2)))


def train(case, x, y):
    net = Net(tuple(tuple(spec.items()) for spec in case["layers"]))
    x, labels = jnp.asarray(x), jax.nn.one_hot(y, 10)
    variables = jax.jit(net.init)(jax.random.key(0), x)
    params, statistics = variables["params"], variables.get("batch_stats", {})
    optimizer = optax.adam(1e-3)

    def loss_of(params, statistics):
        logits, changed = net.apply({"params": params, "batch_stats": statistics}, x, mutable=["batch_stats"])
        loss = -jnp.mean(jnp.sum(labels * jax.nn.log_softmax(logits), -1))
        return loss, changed.get("batch_stats", {})

    def advance(params, statistics, moments):
        (loss, statistics), grads = jax.value_and_grad(loss_of, has_aux=True)(params, statistics)
        updates, moments = optimizer.update(grads, moments)
        return loss, (optax.apply_updates(params, updates), statistics, moments)

    compiled = jax.jit(advance, donate_argnums=(0, 1, 2))
    state, last = [(params, statistics, optimizer.init(params))], [float("nan")]

    def step():
        loss, state[0] = compiled(*state[0])
        last[0] = loss.item()

    return step, lambda: last[0]


def operation(name, inputs):
    arrays = [jnp.asarray(one) for one in inputs]
    compiled, last = jax.jit(lambda *values: compute(name, *values)), [None]

    def step():
        last[0] = compiled(*arrays).block_until_ready()

    return step, lambda: jnp.abs(last[0]).mean()


def compute(name, x, *others):
    if name.startswith("gemm"):
        (y,) = others
        return (x.T if name[-2] == "t" else x) @ (y.T if name[-1] == "t" else y)
    if name == "elementwise-chain":
        return jnp.tanh(jnp.square(-jnp.sqrt(jnp.exp(jnp.log(jnp.abs(x) + 1) * 0.5)) + 2))
    if name == "softmax":
        return jax.nn.softmax(x, -1)
    if name == "layer-norm":
        scale, offset = others
        return jax.nn.standardize(x, epsilon=1e-5) * scale + offset
    if name == "embedding-gradient":
        indices, cotangent = others
        return jax.grad(lambda table: jnp.sum(table[indices] * cotangent))(x)
    raise NotImplementedError(name)
