"""County outlines as a partition of the plane: neighbours share the very same border lines."""

import math
import random

from . import planar
from .geodesy import to_degrees, to_plane

BORDER_OFF_THE_RIVER_KM = 0.4

OWN = {
    "411202": "湖滨区", "411203": "陕州区", "411221": "渑池县", "411224": "卢氏县", "411281": "义马市", "411282": "灵宝市",
}
NEIGHBOURS = {
    "610522": "潼关县", "611021": "洛南县", "611022": "丹凤县", "611023": "商南县", "411323": "西峡县", "410324": "栾川县",
    "410328": "洛宁县", "410327": "宜阳县", "410323": "新安县", "419001": "济源市", "140827": "垣曲县", "140828": "夏县",
    "140829": "平陆县", "140830": "芮城县",
}

# Border lines by name: the positions from one end to the other. Where two join the same nodes, a word stands between.
NODES = {
    "TL": (110.42, 34.375), "LL": (110.62, 34.175), "LD": (110.655, 33.85), "DS": (110.82, 33.70),
    "SX": (110.962, 33.562),
    "XL": (111.31, 33.80), "LN": (111.375, 34.075), "LB": (111.10, 34.30), "BS": (111.13, 34.44),
    "SM": (111.585, 34.60),
    "MY": (111.785, 34.575), "YX": (111.93, 34.63), "MS": (111.97, 34.685), "MN": (111.965, 34.79),
    # On an outer frame, to close the neighbours.
    "o1": (110.16, 34.76), "o2": (110.10, 34.36), "o3": (110.30, 33.78), "o4": (110.52, 33.42), "o5": (110.98, 33.20),
    "o6": (111.70, 33.56), "o7": (111.88, 34.10), "o8": (112.05, 34.40), "o9": (112.28, 34.56), "o10": (112.34, 34.93),
    "o11": (112.30, 35.16), "o12": (111.98, 35.30), "o13": (111.60, 35.24), "o14": (111.30, 35.16),
    "o15": (110.86, 34.95),
}
# On the line along 黄河, from west to east; the position only says near where.
RIVER_NODES = {
    "W": (110.353, 34.603), "E": (111.045, 34.73), "F": (111.125, 34.79), "G": (111.365, 34.84), "H": (111.52, 34.92),
    "P": (111.66, 34.98), "I": (112.01, 35.035),
}
LINES = {
    "W-TL": [(110.360, 34.55), (110.375, 34.48)],
    "TL-LL": [(110.44, 34.31), (110.49, 34.22), (110.56, 34.19)],
    "LL-LD": [(110.60, 34.10), (110.575, 34.02), (110.59, 33.93)],
    "LD-DS": [(110.70, 33.79), (110.75, 33.74)],
    "DS-SX": [(110.87, 33.64), (110.92, 33.59)],
    "SX-XL": [(111.06, 33.575), (111.12, 33.64), (111.20, 33.70), (111.25, 33.76)],
    "XL-LN": [(111.30, 33.90), (111.345, 33.99)],
    "LN-LB": [(111.32, 34.13), (111.25, 34.195), (111.17, 34.24)],
    "LL-LB": [(110.72, 34.215), (110.85, 34.20), (110.97, 34.235), (111.04, 34.275)],
    "LB-BS": [(111.12, 34.36)],
    "BS-SM": [(111.24, 34.425), (111.36, 34.47), (111.47, 34.54), (111.53, 34.565)],
    "E-BS": [(111.035, 34.66), (111.045, 34.58), (111.09, 34.50)],
    "F-south-G": [(111.14, 34.755), (111.195, 34.72), (111.28, 34.705), (111.35, 34.735), (111.375, 34.79)],
    "H-SM": [(111.555, 34.85), (111.585, 34.77), (111.60, 34.69)],
    "SM-MY": [(111.65, 34.575), (111.72, 34.585)],
    "MY-YX": [(111.86, 34.60)],
    "YX-MS": [],
    "MN-east-MS": [(111.98, 34.76), (111.985, 34.72)],
    "MN-west-MS": [(111.89, 34.795), (111.83, 34.775), (111.825, 34.72), (111.87, 34.685)],
    "MN-I": [(112.00, 34.87), (111.985, 34.95)],
    "o1-W": [(110.24, 34.66)], "TL-o2": [(110.28, 34.36)], "LD-o3": [(110.48, 33.80)], "DS-o4": [(110.68, 33.56)],
    "SX-o5": [(110.985, 33.44)], "XL-o6": [(111.50, 33.66)], "LN-o7": [(111.62, 34.09)], "MY-o8": [(111.90, 34.49)],
    "YX-o9": [(112.10, 34.60)], "I-o10": [(112.12, 35.045), (112.24, 34.99)], "I-o11": [(112.14, 35.09)],
    "P-o13": [(111.62, 35.11)], "H-o14": [(111.42, 35.04)], "E-o15": [(110.95, 34.84)], "I-o12": [(112.03, 35.17)],
    "o1-o2": [(110.06, 34.56)], "o2-o3": [(110.14, 34.05)], "o3-o4": [], "o4-o5": [(110.74, 33.26)],
    "o5-o6": [(111.36, 33.25)], "o6-o7": [(111.86, 33.84)], "o7-o8": [], "o8-o9": [], "o9-o10": [(112.38, 34.74)],
    "o10-o11": [], "o11-o12": [], "o12-o13": [], "o13-o14": [], "o14-o15": [(111.06, 35.08)],
    "o15-o1": [(110.50, 34.86)],
}
# Rings as successions of nodes; where two lines join the same nodes, a small word tells which is meant.
RINGS = {
    "411282": "W E BS LB LL TL W", "411203": "E F south G H SM BS E", "411202": "F G south F",
    "411221": "H P I MN west MS YX MY SM H",
    "411281": "MN west MS east MN", "411224": "LL LB LN XL SX DS LD LL",
    "610522": "o1 W TL o2 o1", "611021": "TL LL LD o3 o2 TL", "611022": "LD DS o4 o3 LD", "611023": "DS SX o5 o4 DS",
    "411323": "SX XL o6 o5 SX", "410324": "XL LN o7 o6 XL", "410328": "LN LB BS SM MY o8 o7 LN",
    "410327": "MY YX o9 o8 MY", "410323": "YX MS east MN I o10 o9 YX", "419001": "I o10 o11 o12 I",
    "140827": "P I o12 o13 P",
    "140828": "H P o13 o14 H", "140829": "E F G H o14 o15 E", "140830": "W E o15 o1 W",
}


def make_districts(huang_he):
    """Rings in degrees by code, anticlockwise and closed."""
    lines = _along_the_river(huang_he)
    nodes = {name: to_degrees(to_plane(p)) for name, p in NODES.items()}
    for name, line in list(lines.items()):
        start, end = name.split("-")
        nodes[start], nodes[end] = line[0], line[-1]
    drawn = planar.Segments()
    for line in lines.values():
        drawn.add(line)
    for name, between in LINES.items():
        start, *_, end = name.split("-")
        through = [nodes[start], *between, nodes[end]]
        if name == "W-TL":
            through.insert(1, huang_he.line[0])
        if name == "MN-I":
            through.insert(-1, huang_he.line[-1])
        for attempt in range(100):
            line = _wiggled(through, random.Random(f"{name}/{attempt}"))
            if not drawn.is_met_by(line, {line[0], line[-1]}) and not planar.meets_itself(line):
                break
        else:
            raise SystemExit(f"the border {name} cannot be drawn without a crossing")
        drawn.add(line)
        lines[name] = line
    return {code: _ring(text.split(), lines) for code, text in RINGS.items()}


def _along_the_river(river):
    """The border beside the river's centre line, on its left, cut at the nodes."""
    plane = planar.resampled([to_plane(p) for p in river.line], 0.85)
    line = [(p[0] + n[0] * BORDER_OFF_THE_RIVER_KM, p[1] + n[1] * BORDER_OFF_THE_RIVER_KM)
            for p, n in zip(plane, planar.normals(plane, 1))]
    line = [to_degrees(p) for p in planar.simplified(line, 0.06)]
    cuts = [(name, min(range(len(line)), key=lambda i: math.dist(to_plane(line[i]), to_plane(p))))
            for name, p in RIVER_NODES.items()]
    cuts[0], cuts[-1] = ("W", 0), ("I", len(line) - 1)
    return {f"{a}-{b}": line[i:j + 1] for (a, i), (b, j) in zip(cuts, cuts[1:])}


def _wiggled(through, draw):
    """A line through all the positions given, its pieces broken at shifted middles until they are short."""
    result = [through[0]]
    for a, b in zip(through, through[1:]):
        pieces = [a, b]
        while math.dist(to_plane(pieces[0]), to_plane(pieces[1])) > 2.2:
            finer = [pieces[0]]
            for p, q in zip(pieces, pieces[1:]):
                (px, py), (qx, qy) = to_plane(p), to_plane(q)
                shift = draw.uniform(-0.16, 0.16)
                finer += [to_degrees(((px + qx) / 2 - (qy - py) * shift, (py + qy) / 2 + (qx - px) * shift)), q]
            pieces = finer
        result += pieces[1:]
    return result


def _ring(nodes, lines):
    """The closed ring through the nodes; a word between two nodes says which of two lines is meant."""
    ring, names = [], list(nodes)
    while len(names) > 1:
        count = 3 if names[1].islower() and names[1].isalpha() else 2
        part = lines.get("-".join(names[:count])) or lines["-".join(names[:count][::-1])][::-1]
        ring += part if not ring else part[1:]
        names = names[count - 1:]
    return ring if planar.signed_area(ring) > 0 else ring[::-1]
