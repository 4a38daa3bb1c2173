"""The tagger: the lower layers of a multilingual encoder, two linear-chain CRFs over words, pointers
and stance.

Emissions: seven tags a word in each of two layers (O, B/I of content, speaker, cue; O, B/I of medium,
informant, day). Pointers: from each content word to the first word of what belongs to it, or to
BEGIN where there is none. Stance: a score for each class from every content word.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from data import RELATIONS, STANCES

TAGS = 7
HEADS, WIDTH, POINTER = 12, 384, 64
GROUP = 32  # columns of the word table that share a scale


def unsqueeze(whole, scale):
    """The word table from its whole numbers and scales."""
    w = torch.from_numpy(whole).float().view(len(whole), -1, GROUP)
    return (w * torch.from_numpy(scale).float()[..., None]).reshape(len(whole), -1)


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
        # Faster on a processor than the fused form, whose backward pass is slow there.
        with torch.autocast("cpu", enabled=False):
            a = (q * (q.shape[-1] ** -0.5)) @ k.transpose(2, 3)
            a = torch.softmax(a if bias is None else a + bias.to(a.dtype), -1)
            a = (a @ v).transpose(1, 2).reshape(b, l, -1)
        x = self.norm1(x + F.dropout(self.out(a), self.rate, self.training))
        a = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(a, self.rate, self.training))


class Deep(nn.Module):
    def __init__(self, layers, places, rate=0.1):
        super().__init__()
        self.place = nn.Parameter(torch.zeros(places, WIDTH))
        self.shape = nn.Parameter(torch.zeros(8, WIDTH))
        self.marks = nn.Parameter(torch.zeros(2, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(rate) for _ in range(layers))
        self.inner, self.outer = nn.Linear(WIDTH, TAGS), nn.Linear(WIDTH, TAGS)
        self.stance = nn.Linear(WIDTH, len(STANCES))
        self.moves = nn.Parameter(torch.zeros(2, TAGS, TAGS))
        self.source, self.target = nn.Linear(WIDTH, RELATIONS * POINTER), nn.Linear(WIDTH, RELATIONS * POINTER)
        self.rate = rate

    def heads(self):
        """Parameters that begin at nothing and learn faster."""
        linear = (self.inner, self.outer, self.stance, self.source, self.target)
        return [*(p for l in linear for p in l.parameters()), self.moves, self.shape, self.marks]

    def encode(self, vectors, shapes, inside, mask):
        """Hidden states (batch, length, width) from word vectors and surface features."""
        x = vectors + self.place[: vectors.shape[1]] + self.shape[shapes] + self.marks[inside]
        x = F.dropout(self.norm(x), self.rate, self.training)
        bias = None if mask.all() else torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, b, half=False):
        """Emissions (batch, steps, tags) of both layers, stance scores, and pointer scores (batch,
        relations, steps, 1 + steps)."""
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            x = self.encode(b["vectors"], b["shapes"], b["inside"], b["mask"]).float()
        steps = b["steps"]
        w = torch.gather(x, 1, steps[..., None].expand(-1, -1, WIDTH))
        n, l = steps.shape
        goals = torch.cat([x[:, :1], w], 1)
        f = self.source(w).view(n, l, RELATIONS, POINTER).transpose(1, 2)
        t = self.target(goals).view(n, l + 1, RELATIONS, POINTER).transpose(1, 2)
        links = f @ t.transpose(2, 3) / math.sqrt(POINTER)
        dead = torch.cat([torch.zeros(n, 1, dtype=torch.bool), steps == 0], 1)
        return self.inner(w), self.outer(w), self.stance(w), links.masked_fill(dead[:, None, None], -1e9)

    def loss(self, b, half=False):
        """Mean over words of the negative log-likelihoods: inner tags, outer tags, pointers, stance."""
        inner, outer, stance, links = self(b, half)
        live = b["steps"] > 0
        out = [crf(inner, self.moves[0], b["inner"], live).sum() / live.sum()]
        told = live & (b["outer"] >= 0)
        out.append(crf(outer, self.moves[1], b["outer"].clamp(min=0), told).sum() / told.sum() if told.any() else out[0] * 0)
        asked = b["links"] >= 0
        logp = F.log_softmax(links, -1).gather(3, b["links"].clamp(min=0)[..., None])[..., 0]
        out.append(-(logp * asked).sum() / (b["links"][:, 0] >= 0).sum().clamp(min=1))
        # Most statements are plain: the others count for more.
        weight = torch.tensor([1.0] + [2.5] * (len(STANCES) - 1))
        known = b["stance"] >= 0
        out.append(F.cross_entropy(stance[known], b["stance"][known], weight) if known.any() else out[0] * 0)
        return out


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


def start(base, layers, places, seed=1):
    """A model on top of the lower layers of the base model."""
    torch.manual_seed(seed)
    net = Deep(layers, places)
    get = lambda name, rows=None: torch.from_numpy(base.get(name, rows))
    with torch.no_grad():
        # The second token type is never used; the first is added to the places once for all.
        net.place.copy_(get("emb.pos", base.places)[:places] + get("emb.type", 2)[0])
        copy(net.norm, get("emb.ln.w"), get("emb.ln.b"))
        for n, layer in enumerate(net.layers):
            part = lambda name, rows: (get(f"l{n}.{name}.w", rows), get(f"l{n}.{name}.b"))
            qkv = [part(x, WIDTH) for x in "qkv"]
            copy(layer.qkv, torch.cat([w for w, _ in qkv]), torch.cat([b for _, b in qkv]))
            copy(layer.out, *part("ao", WIDTH)), copy(layer.norm1, *part("aln", None))
            copy(layer.up, *part("fi", 4 * WIDTH)), copy(layer.down, *part("fo", WIDTH)), copy(layer.norm2, *part("oln", None))
        for head in (net.inner, net.outer, net.stance, net.source, net.target):
            nn.init.normal_(head.weight, 0, 0.02)
            nn.init.zeros_(head.bias)
    return net


def copy(own, weight, bias):
    own.weight.copy_(weight)
    own.bias.copy_(bias)
