"""The inner loops of sound, compiled by numba: filters, meters, gains, and notes laid down.

Sound is float32, C-contiguous, and shaped ``(samples, channels)`` unless said; what a filter remembers is float64.
Nothing here reorders sums, so a sound has the same bytes on every run.
"""

import math
from typing import Any

import numpy as np
from numba import njit

from spotwright.render import kernel_cache

kernel_cache.ensure()

_PEAK_BLOCK = 48
_REACH = 12
_FAINTEST = 1e-30


@njit(nogil=True, cache=True, inline="always")
def _kept(value: float) -> float:
    """What dies away must not end in numbers so small that the processor handles them slowly."""
    return value if abs(value) > _FAINTEST else 0.0


@njit(nogil=True, cache=True)
def filter_pairs(samples: Any, sections: Any, memory: Any) -> None:
    """Runs second-order sections over the samples, in place.

    ``sections`` is ``(count, 5)``: b0, b1, b2, a1, a2, an even count; ``memory`` is ``(count, channels, 2)`` and holds
    what the filters remember from one call to the next. Two sections go at once: each waits for its own last result,
    so a second one costs no time.
    """
    for pair in range(0, sections.shape[0], 2):
        b0, b1, b2, a1, a2 = sections[pair]
        d0, d1, d2, c1, c2 = sections[pair + 1]
        for side in range(samples.shape[1]):
            p, q = memory[pair, side]
            r, s = memory[pair + 1, side]
            for i in range(samples.shape[0]):
                x = float(samples[i, side])
                y = b0 * x + p
                p = b1 * x - a1 * y + q
                q = b2 * x - a2 * y
                z = d0 * y + r
                r = d1 * y - c1 * z + s
                s = d2 * y - c2 * z
                samples[i, side] = z
            memory[pair, side, 0], memory[pair, side, 1] = _kept(p), _kept(q)
            memory[pair + 1, side, 0], memory[pair + 1, side, 1] = _kept(r), _kept(s)


@njit(nogil=True, cache=True)
def weighted_energy(samples: Any, sections: Any, memory: Any, step: int, energy: Any) -> None:
    """Adds to ``energy[k]`` the mean square of the ``k``-th ``step`` samples after two sections, over all channels.

    Samples after the last whole step are left out.
    """
    b0, b1, b2, a1, a2 = sections[0]
    d0, d1, d2, c1, c2 = sections[1]
    for side in range(samples.shape[1]):
        p, q = memory[0, side]
        r, s = memory[1, side]
        at = 0
        for k in range(energy.size):
            total = 0.0
            for _ in range(step):
                x = float(samples[at, side])
                at += 1
                y = b0 * x + p
                p = b1 * x - a1 * y + q
                q = b2 * x - a2 * y
                z = d0 * y + r
                r = d1 * y - c1 * z + s
                s = d2 * y - c2 * z
                total += z * z
            p, q, r, s = _kept(p), _kept(q), _kept(r), _kept(s)
            energy[k] += total / step
        memory[0, side, 0], memory[0, side, 1] = p, q
        memory[1, side, 0], memory[1, side, 1] = r, s


@njit(nogil=True, cache=True)
def _neighbours(samples: Any, side: int, start: int, near: Any) -> Any:
    """Copies one channel around a block to ``near``, zeros beyond its ends; returns the largest magnitude."""
    around = np.float32(0.0)
    for i in range(near.size):
        at = start - _REACH + i
        near[i] = samples[at, side] if 0 <= at < samples.shape[0] else np.float32(0.0)
        around = max(around, abs(near[i]))
    return around


@njit(nogil=True, cache=True)
def _highest_between(near: Any, size: int, between: Any, point: Any) -> Any:
    """The largest magnitude of the points between the block's first ``size`` samples and their successors."""
    highest = np.float32(0.0)
    for phase in range(between.shape[0]):
        point[:] = 0
        for tap in range(between.shape[1]):
            weight = between[phase, tap]
            for i in range(point.size):
                point[i] += weight * near[i + tap]
        for i in range(size):
            highest = max(highest, abs(point[i]))
    return highest


@njit(nogil=True, cache=True)
def true_peaks(samples: Any, first: int, count: int, between: Any, swing: float, least: Any, out: Any) -> None:
    """The largest magnitude of each 48 samples, between them too, over all channels, into ``out``.

    ``first`` and ``count`` say which samples; their neighbours are looked at. ``between`` is ``(3, 25)``: the filters
    for the three points between two samples; none of these is more than ``swing`` times the largest sample around it.
    ``least`` is a pair: where that stays below its first, the samples alone are looked at; its second, a flag, lets it
    rise to what was found, for those who want only the highest.
    """
    near = np.zeros(_PEAK_BLOCK + 2 * _REACH, np.float32)
    point = np.zeros(_PEAK_BLOCK, np.float32)
    enough, rises = least
    for block in range(out.size):
        start = first + block * _PEAK_BLOCK
        size = min(_PEAK_BLOCK, first + count - start)
        highest = np.float32(0.0)
        for side in range(samples.shape[1]):
            around = _neighbours(samples, side, start, near)
            for i in range(size):
                highest = max(highest, abs(near[_REACH + i]))
            if around * swing > enough:
                highest = max(highest, _highest_between(near, size, between, point))
        out[block] = highest
        if rises:
            enough = max(enough, highest)


@njit(nogil=True, cache=True)
def scale(samples: Any, gain: Any, block: int, start: int, out: Any) -> None:
    """``samples`` times a gain given once per ``block`` samples, with straight lines between the blocks' middles.

    ``start`` is the place of the first sample on the gain's own scale. ``out`` may be ``samples``.
    """
    last = gain.size - 1
    i = 0
    while i < samples.shape[0]:
        k = (2 * (start + i) + 1 - block) // (2 * block)
        until = min(((2 * k + 3) * block) // 2 - start, samples.shape[0])
        level = gain[min(max(k, 0), last)]
        step = (gain[min(max(k + 1, 0), last)] - level) / block
        level += step * (start + i + 0.5 - (k + 0.5) * block)
        for j in range(i, until):
            now = np.float32(level + step * (j - i))
            for side in range(samples.shape[1]):
                out[j, side] = samples[j, side] * now
        i = until


@njit(nogil=True, cache=True)
def powers(samples: Any, block: int, out: Any) -> None:
    """The mean square of each ``block`` samples of the channels' mean, into ``out``; the last block may be short."""
    count, channels = samples.shape
    for k in range(out.size):
        total = 0.0
        for i in range(k * block, min((k + 1) * block, count)):
            middle = 0.0
            for side in range(channels):
                middle += samples[i, side]
            middle /= channels
            total += middle * middle
        out[k] = total / block


@njit(nogil=True, cache=True)
def follow(wanted: Any, now: float, down: float, up: float) -> None:
    """Makes a control curve lag behind itself, in place: ``down`` and ``up`` (0–1] are the shares gone each step."""
    for k in range(wanted.size):
        goal = wanted[k]
        now += (goal - now) * (down if goal < now else up)
        wanted[k] = now


@njit(nogil=True, cache=True)
def convolve_short(samples: Any, taps: Any, out: Any) -> None:
    """``out[i] = Σ taps[k] · samples[i + k]`` for flat arrays; ``samples`` is ``taps.size − 1`` longer than ``out``."""
    size = 2048
    for start in range(0, out.size, size):
        piece = out[start : start + size]
        piece[:] = 0
        for k in range(taps.size):
            weight = taps[k]
            part = samples[start + k : start + k + piece.size]
            for i in range(piece.size):
                piece[i] += weight * part[i]


@njit(nogil=True, cache=True)
def lay(track: Any, at: int, sound: Any, stop: int, fall: int, level: float) -> None:
    """Adds a note to a track of as many channels from sample ``at`` on, which may lie before the track's first.

    The note ends ``stop`` samples after it began, the last ``fall`` of them faded.
    """
    stop = min(stop, sound.shape[0])
    fall = min(fall, stop)
    begin, end = max(0, -at), min(stop, track.shape[0] - at)
    firm = max(begin, min(end, stop - fall))
    if firm > begin:
        here = track[at + begin : at + firm].reshape(-1)
        there = sound[begin:firm].reshape(-1)
        loud = np.float32(level)
        for i in range(here.size):
            here[i] += there[i] * loud
    for i in range(firm, end):
        falling = np.float32(level * math.cos(0.5 * math.pi * (i - stop + fall + 1) / fall) ** 2)
        for side in range(track.shape[1]):
            track[at + i, side] += sound[i, side] * falling


@njit(nogil=True, cache=True)
def sustain(track: Any, at: int, loop: Any, first: int, length: int, rise: int, fall: int, loud: float) -> None:
    """Adds a held note, read round and round from a flat loop, to a stereo track from sample ``at`` on.

    The right side reads half a turn ahead. The note comes within ``rise`` and goes within the last ``fall`` of its
    ``length`` samples, both with equal power: while one chord goes and the next comes, they stay as loud as either.
    """
    half = loop.size // 2
    i, end = max(0, -at), min(length, track.shape[0] - at)
    steady = np.float32(loud)
    while i < end:
        place = (first + i) % loop.size
        beside = (place + half) % loop.size
        until = min(end, i + loop.size - max(place, beside))
        if i < rise or i >= length - fall:
            until = min(until, i + 64)
            level = math.sin(0.5 * math.pi * min(1.0, i / rise, (length - i) / fall))
            after = math.sin(0.5 * math.pi * min(1.0, until / rise, (length - until) / fall))
            step = (after - level) / (until - i)
            for j in range(until - i):
                moving = np.float32(loud * (level + step * j))
                track[at + i + j, 0] += loop[place + j] * moving
                track[at + i + j, 1] += loop[beside + j] * moving
        else:
            until = min(until, max(length - fall, i + 1))
            for j in range(until - i):
                track[at + i + j, 0] += loop[place + j] * steady
                track[at + i + j, 1] += loop[beside + j] * steady
        i = until


@njit(nogil=True, cache=True)
def send(track: Any, sides: Any, out: Any, room: Any, late: Any, to_room: float, to_late: float) -> None:
    """Adds a track of one or two channels to the stereo ``out``, left and right as loud as ``sides`` says.

    The flat ``room`` and ``late`` get shares of its middle.
    """
    left, right = sides
    near, far = np.float32(0.5 * to_room), np.float32(0.5 * to_late)
    if track.shape[1] == 1:
        near *= left + right
        far *= left + right
        for i in range(track.shape[0]):
            x = track[i, 0]
            out[i, 0] += x * left
            out[i, 1] += x * right
            room[i] += x * near
            late[i] += x * far
        return
    for i in range(track.shape[0]):
        x, y = track[i, 0] * left, track[i, 1] * right
        out[i, 0] += x
        out[i, 1] += y
        room[i] += (x + y) * near
        late[i] += (x + y) * far


@njit(nogil=True, cache=True)
def ping_pong(heard: Any, right: Any, step: int, feedback: float, out: Any, mono: Any) -> None:
    """Adds echoes of a flat sound to the stereo ``out``, going from side to side, and all of them to the flat ``mono``.

    ``heard`` begins with ``step`` samples of the past, and ``right``, which is filled with the echoes that fall on the
    right, with twice as many.
    """
    back, once = np.float32(feedback * feedback), np.float32(feedback)
    for i in range(out.shape[0]):
        one = heard[i] + back * right[i]
        other = once * right[i + step]
        right[i + 2 * step] = one
        out[i, 0] += other + np.float32(0.35) * one
        out[i, 1] += one + np.float32(0.35) * other
        mono[i] += np.float32(0.21) * (one + other)


@njit(nogil=True, cache=True)
def shimmer(samples: Any, before: int, swing: Any, block: int, dry: float, wet: float, out: Any) -> None:
    """A chorus: each channel plus itself, as many samples earlier as ``swing[side]`` says once per ``block`` samples.

    The first ``before`` samples are only there to be heard again; ``out`` has room for the others.
    """
    for side in range(samples.shape[1]):
        for i in range(out.shape[0]):
            k = i // block
            share = (i - k * block) / block
            late = before + i - (swing[side, k] * (1.0 - share) + swing[side, k + 1] * share)
            at = math.floor(late)
            part = np.float32(late - at)
            heard = np.float32(0.0)
            if at >= 0:
                heard = samples[at, side] * (np.float32(1.0) - part) + samples[at + 1, side] * part
            out[i, side] = np.float32(dry) * samples[before + i, side] + np.float32(wet) * heard
