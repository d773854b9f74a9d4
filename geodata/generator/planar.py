"""Plane geometry in kilometres: curves, crossings, points in rings."""

import math


def segments_meet(a, b, c, d):
    """Whether the segments ab and cd have a point in common."""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    if (max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0])
            or max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1])):
        return False
    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


class Segments:
    """Segments of lines in a grid of square cells, to find crossings fast."""

    CELL = 2.0

    def __init__(self):
        self.cells = {}

    def _keys(self, a, b):
        for i in range(math.floor(min(a[0], b[0]) / self.CELL), math.floor(max(a[0], b[0]) / self.CELL) + 1):
            for j in range(math.floor(min(a[1], b[1]) / self.CELL), math.floor(max(a[1], b[1]) / self.CELL) + 1):
                yield i, j

    def add(self, line):
        for a, b in zip(line, line[1:]):
            for key in self._keys(a, b):
                self.cells.setdefault(key, []).append((a, b))

    def is_met_by(self, line, but_at=()):
        """Whether the line meets a segment that does not end at one of the positions `but_at`."""
        for a, b in zip(line, line[1:]):
            for key in self._keys(a, b):
                for c, d in self.cells.get(key, ()):
                    if segments_meet(a, b, c, d):
                        shared = {a, b} & {c, d} & set(but_at)
                        if not shared:
                            return True
        return False


def meets_itself(line):
    """Whether a line touches or crosses itself between segments that are not neighbours."""
    cells, cell = {}, Segments.CELL
    for index, (a, b) in enumerate(zip(line, line[1:])):
        for i in range(math.floor(min(a[0], b[0]) / cell), math.floor(max(a[0], b[0]) / cell) + 1):
            for j in range(math.floor(min(a[1], b[1]) / cell), math.floor(max(a[1], b[1]) / cell) + 1):
                for other, c, d in cells.setdefault((i, j), []):
                    if other < index - 1 and segments_meet(a, b, c, d):
                        return True
                cells[(i, j)].append((index, a, b))
    return False


def smooth_curve(anchors, step):
    """A centripetal Catmull-Rom curve through the anchors, a point about every `step`."""
    points = [_mirror(anchors[0], anchors[1])] + list(anchors) + [_mirror(anchors[-1], anchors[-2])]
    curve = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:]):
        t0 = 0.0
        t1 = t0 + math.dist(p0, p1) ** 0.5
        t2 = t1 + math.dist(p1, p2) ** 0.5
        t3 = t2 + math.dist(p2, p3) ** 0.5
        count = max(2, round(math.dist(p1, p2) / (step / 4)))
        for i in range(count):
            t = t1 + (t2 - t1) * i / count
            a1 = _mix(p0, p1, t0, t1, t)
            a2 = _mix(p1, p2, t1, t2, t)
            a3 = _mix(p2, p3, t2, t3, t)
            curve.append(_mix(_mix(a1, a2, t0, t2, t), _mix(a2, a3, t1, t3, t), t1, t2, t))
    return resampled(curve + [anchors[-1]], step)


def _mirror(point, neighbour):
    return (2 * point[0] - neighbour[0], 2 * point[1] - neighbour[1])


def _mix(p, q, t0, t1, t):
    w = (t - t0) / (t1 - t0)
    return (p[0] + (q[0] - p[0]) * w, p[1] + (q[1] - p[1]) * w)


def resampled(line, step):
    """The line with points at equal distances of about `step`; both ends are kept."""
    cumulative = [0.0]
    for a, b in zip(line, line[1:]):
        cumulative.append(cumulative[-1] + math.dist(a, b))
    count = max(1, round(cumulative[-1] / step))
    result, index = [line[0]], 0
    for i in range(1, count):
        at = cumulative[-1] * i / count
        while cumulative[index + 1] < at:
            index += 1
        result.append(_mix(line[index], line[index + 1], cumulative[index], cumulative[index + 1], at))
    return result + [line[-1]]


def simplified(line, tolerance):
    """Douglas and Peucker's simplification."""
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = tolerance, None
        for i in range(first + 1, last):
            distance = segment_distance(line[i], line[first], line[last])
            if distance > worst:
                worst, at = distance, i
        if at is not None:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def segment_distance(p, a, b):
    """Distance of a point from a segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = 0 if square == 0 else max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def normals(line, window):
    """Unit normals to the left of a line, each from the direction over `window` points to both sides."""
    result = []
    for i in range(len(line)):
        a, b = line[max(0, i - window)], line[min(len(line) - 1, i + window)]
        size = math.dist(a, b)
        result.append((-(b[1] - a[1]) / size, (b[0] - a[0]) / size))
    return result


def ring_contains(ring, p):
    """Whether a point lies in a closed ring (even-odd rule)."""
    inside = False
    for a, b in zip(ring, ring[1:]):
        if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def signed_area(ring):
    """Area of a closed ring, positive when anticlockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2
