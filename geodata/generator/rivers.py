"""River lines: natural bends of a published length through known places, with true confluences."""

import math
import random

from . import planar
from .geodesy import length_km, to_degrees, to_plane

RIVER_STEP_KM = 0.1


class River:
    """What is known of a river, and its line once it is drawn.

    `anchors` are longitudes and latitudes from source to mouth; the last one is only near the mouth when the river
    joins a `parent`: it is moved to a vertex of the parent. `bends` are the wavelengths of its bends in kilometres.
    """

    def __init__(self, code, name, length, anchors, parent=None, bends=(7, 3.2, 1.5, 0.7), **facts):
        self.code, self.name, self.length, self.parent, self.bends = code, name, length, parent, bends
        self.anchors = anchors
        self.facts = facts
        self.line = []
        self.splits = {}

    def kilometres(self):
        """Kilometres from the mouth of every vertex."""
        result = [0.0]
        for a, b in zip(self.line[::-1], self.line[-2::-1]):
            result.append(result[-1] + length_km([a, b]))
        return result[::-1]

    def nearest_vertex(self, position):
        """The index of the vertex nearest to a position."""
        p = to_plane(position)
        return min(range(len(self.line)), key=lambda i: math.dist(to_plane(self.line[i]), p))


def draw_all(rivers):
    """Draws every river, the parents first; asserts that none meets itself or another but at a confluence."""
    drawn = planar.Segments()
    for river in rivers:
        anchors = [to_plane(a) for a in river.anchors]
        joints = []
        if river.parent:
            anchors[-1] = to_plane(_mouth(river))
            joints.append(anchors[-1])
        if river.facts.get("begins_at"):
            anchors[0] = to_plane(river.facts["begins_at"].line[-1])
            joints.append(anchors[0])
        for attempt in range(200):
            degrees = _bent(anchors, river, random.Random(f"{river.code}/{attempt}"))
            line = [to_plane(p) for p in degrees]
            if not planar.meets_itself(line) and not drawn.is_met_by(line, {to_plane(to_degrees(j)) for j in joints}):
                break
        else:
            raise SystemExit(f"{river.name} cannot be drawn without a crossing; move its anchors")
        river.line = degrees
        drawn.add(line)
        if river.parent:
            river.parent.splits[degrees[-1]] = f"{river.name}口"


def _mouth(river):
    """The vertex of the parent that lies most towards the tributary, near its last anchor."""
    hint, before = to_plane(river.anchors[-1]), to_plane(river.anchors[-2])
    near = [p for p in river.parent.line[1:-1] if math.dist(to_plane(p), hint) < 3.0]
    near = near or [min(river.parent.line, key=lambda p: math.dist(to_plane(p), hint))]
    return min(near, key=lambda p: math.dist(to_plane(p), before))


def _bent(anchors, river, draw):
    """A line through the anchors whose bends are as wide as the length asks for."""
    base = planar.smooth_curve(anchors, RIVER_STEP_KM)
    normals = planar.normals(base, 12)
    offsets = _offsets(len(base), river.bends, draw)

    def line(width):
        moved = [(p[0] + n[0] * o * width, p[1] + n[1] * o * width) for p, n, o in zip(base, normals, offsets)]
        return [to_degrees(p) for p in planar.simplified(moved, 0.012)]

    narrow, wide = 0.0, 4.0
    if length_km(line(0)) > river.length:
        raise SystemExit(f"{river.name}: its anchors alone make {length_km(line(0)):.1f} km of {river.length}")
    for _ in range(24):
        middle = (narrow + wide) / 2
        if length_km(line(middle)) < river.length:
            narrow = middle
        else:
            wide = middle
    return line(narrow)


def _offsets(count, wavelengths, draw):
    """Seeded smooth noise of several wavelengths, fading out at both ends."""
    total = [0.0] * count
    envelope = _noise(count, 18, draw)
    for wavelength in wavelengths:
        # Half a wavelength a knot; amplitudes fall a little slower than the wavelengths, as bends of rivers do.
        noise = _noise(count, wavelength / 2, draw)
        amplitude = 0.13 * wavelength ** 0.95
        for i in range(count):
            total[i] += amplitude * noise[i] * (1 + 0.45 * envelope[i])
    fade = min(2.5, count * RIVER_STEP_KM / 6)
    for i in range(count):
        from_end = min(i, count - 1 - i) * RIVER_STEP_KM / fade
        if from_end < 1:
            total[i] *= from_end * from_end * (3 - 2 * from_end)
    return total


def _noise(count, knot_km, draw):
    """Values within about -1 to 1 at random knots, joined by a cubic."""
    knots = [draw.uniform(-1, 1) for _ in range(int(count * RIVER_STEP_KM / knot_km) + 5)]
    # Neighbours of opposite sign swing as a meander does.
    knots = [abs(k) * (1 if i % 2 else -1) * 0.7 + 0.5 * draw.uniform(-1, 1) for i, k in enumerate(knots)]
    shift = draw.random()
    result = []
    for i in range(count):
        at = i * RIVER_STEP_KM / knot_km + shift + 1
        k, t = int(at), at - int(at)
        p0, p1, p2, p3 = knots[k - 1:k + 3]
        result.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t
                             + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3))
    return result
