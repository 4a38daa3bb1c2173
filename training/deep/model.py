"""The deep tagger: a six-layer BERT encoder, a linear-chain CRF over words, and two pointers.

Emissions: seven tags a word (O, B/I of content, speaker, cue). Pointers: from each content word to
the first word of its speaker and of its cue, or to [CLS] where there is none.
"""

import json
import math
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

TAGS = ["O", "B-C", "I-C", "B-S", "I-S", "B-V", "I-V"]
HEADS, WIDTH, POINTER = 12, 384, 64
BITS, GROUP = 4, 32  # of the word table


def safetensors(path):
    """All tensors of a file by name."""
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    out = {}
    for name, t in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and t["dtype"] == "F32":
            a, b = t["data_offsets"]
            out[name] = np.frombuffer(raw[8 + size + a : 8 + size + b], "<f4").reshape(t["shape"]).copy()
    return out


def squeeze(table):
    """The word table rounded to a few bits with one scale a group of columns, as it is shipped, so
    that training sees the rounded table. Gives whole numbers and scales (rows x groups)."""
    top = 2 ** (BITS - 1) - 1
    parts = table.reshape(len(table), -1, GROUP)
    high = np.abs(parts).max(-1, keepdims=True) + 1e-9
    whole = scale = error = None
    for cut in (1.0, 0.92, 0.85, 0.78, 0.7):
        s = np.float16(high * cut / top).astype(np.float32)
        w = np.clip(np.rint(parts / s), -top - 1, top)
        e = ((w * s - parts) ** 2).sum(-1, keepdims=True)
        if whole is None:
            whole, scale, error = w, s, e
        else:
            better = e < error
            whole, scale, error = np.where(better, w, whole), np.where(better, s, scale), np.minimum(e, error)
    return whole.astype(np.int8), scale[..., 0].astype(np.float16)


def unsqueeze(whole, scale):
    return (whole.astype(np.float32) * scale.astype(np.float32)[..., None]).reshape(len(whole), -1)


class Layer(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.rate = rate

    def forward(self, x, bias):
        b, l, _ = x.shape
        q, k, v = self.qkv(x).view(b, l, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, bias).transpose(1, 2).reshape(b, l, -1)
        x = self.norm1(x + F.dropout(self.out(a), self.rate, self.training))
        a = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(a, self.rate, self.training))


class Deep(nn.Module):
    def __init__(self, layers, places, rate=0.1):
        super().__init__()
        self.place = nn.Parameter(torch.zeros(places, WIDTH))
        self.shape = nn.Parameter(torch.zeros(8, WIDTH))
        self.inside = nn.Parameter(torch.zeros(2, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(rate) for _ in range(layers))
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.moves = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.source, self.target = nn.Linear(WIDTH, 2 * POINTER), nn.Linear(WIDTH, 2 * POINTER)
        self.rate = rate

    def heads(self):
        """Parameters that begin at nothing and learn faster."""
        return [*self.tags.parameters(), self.moves, *self.source.parameters(), *self.target.parameters(), self.shape, self.inside]

    def encode(self, vectors, shapes, inside, mask):
        """Hidden states (batch, length, width) from word vectors and surface features."""
        x = vectors + self.place[: vectors.shape[1]] + self.shape[shapes] + self.inside[inside]
        x = F.dropout(self.norm(x), self.rate, self.training)
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, b, half=False):
        """Emissions (batch, steps, tags) and pointer scores (batch, 2, steps, 1 + steps)."""
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            x = self.encode(b["vectors"], b["shapes"], b["inside"], b["mask"]).float()
        steps = b["steps"]
        w = torch.gather(x, 1, steps[..., None].expand(-1, -1, WIDTH))
        n, l = steps.shape
        goals = torch.cat([x[:, :1], w], 1)
        f = self.source(w).view(n, l, 2, POINTER).transpose(1, 2)
        t = self.target(goals).view(n, l + 1, 2, POINTER).transpose(1, 2)
        links = f @ t.transpose(2, 3) / math.sqrt(POINTER)
        dead = torch.cat([torch.zeros(n, 1, dtype=torch.bool), steps == 0], 1)
        return self.tags(w), links.masked_fill(dead[:, None, None], -1e9)

    def loss(self, b, half=False, weight=0.3):
        """Mean over words of the CRF's and the pointers' negative log-likelihood."""
        emissions, links = self(b, half)
        live = b["steps"] > 0
        tags = crf(emissions, self.moves, b["tags"], live).sum() / live.sum()
        asked = b["links"] >= 0
        logp = F.log_softmax(links, -1).gather(3, b["links"].clamp(min=0)[..., None])[..., 0]
        pointers = -(logp * asked).sum() / asked.sum().clamp(min=1)
        return tags + weight * pointers, tags.item(), pointers.item()


def crf(emissions, moves, tags, live):
    """Negative log-likelihood a sequence; live steps stand first. The partition is a product of
    step matrices in the log semiring, taken as a tree."""
    n, l, k = emissions.shape
    gold = (emissions.gather(2, tags[..., None])[..., 0] * live).sum(1)
    gold = gold + (moves[tags[:, :-1], tags[:, 1:]] * live[:, 1:]).sum(1)
    steps = moves[None, None] + emissions[:, :, None, :]
    first = (emissions[:, :1, None, :] - math.log(k)).expand(-1, -1, k, -1)
    steps = torch.cat([first, steps[:, 1:]], 1)
    one = torch.full((k, k), -1e4).fill_diagonal_(0.0)
    steps = torch.where(live[:, :, None, None], steps, one)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, one.expand(n, 1, k, k)], 1)
        a, b = steps[:, 0::2], steps[:, 1::2]
        steps = torch.logsumexp(a[..., :, :, None] + b[..., None, :, :], -2)
    return torch.logsumexp(steps[:, 0].reshape(n, -1), -1) - gold


def start(tensors, layers, places, seed=1):
    """A model on top of the base model's tensors, and its frozen word table (whole numbers, scales)."""
    torch.manual_seed(seed)
    net = Deep(layers, places)
    get = lambda name: torch.from_numpy(tensors[name])
    with torch.no_grad():
        # The second token type is never used; the first is added to the places once for all.
        net.place.copy_(get("embeddings.position_embeddings.weight")[:places] + get("embeddings.token_type_embeddings.weight")[0])
        copy(net.norm, get, "embeddings.LayerNorm")
        for n, layer in enumerate(net.layers):
            at = f"encoder.layer.{n}."
            q, k, v = ({x: get(f"{at}attention.self.{y}.{x}") for x in ("weight", "bias")} for y in ("query", "key", "value"))
            for x in ("weight", "bias"):
                getattr(layer.qkv, x).copy_(torch.cat([q[x], k[x], v[x]]))
            for own, name in ((layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                              (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")):
                copy(own, get, at + name)
        for head in (net.tags, net.source, net.target):
            nn.init.normal_(head.weight, 0, 0.02)
            nn.init.zeros_(head.bias)
    return net, squeeze(tensors["embeddings.word_embeddings.weight"])


def copy(own, get, name):
    own.weight.copy_(get(name + ".weight"))
    own.bias.copy_(get(name + ".bias"))
