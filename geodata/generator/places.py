"""Where things lie: towns, places beside a river, the county of a position."""

import math
import random

from . import planar
from .districts import NEIGHBOURS, OWN
from .geodesy import distance_metres, length_km, to_degrees, to_plane

# Approximate and only for addresses: county code, town, longitude, latitude.
TOWNS = [
    ("411282", "豫灵镇", 110.39, 34.53), ("411282", "故县镇", 110.53, 34.53), ("411282", "阳平镇", 110.65, 34.54),
    ("411282", "朱阳镇", 110.74, 34.33), ("411282", "焦村镇", 110.80, 34.53), ("411282", "西阎乡", 110.81, 34.60),
    ("411282", "函谷关镇", 110.92, 34.63), ("411282", "尹庄镇", 110.87, 34.48), ("411282", "五亩乡", 110.82, 34.43),
    ("411282", "城关镇", 110.894, 34.517), ("411282", "阳店镇", 110.98, 34.54), ("411282", "大王镇", 111.00, 34.66),
    ("411282", "川口乡", 110.94, 34.46), ("411282", "寺河乡", 111.02, 34.43), ("411282", "苏村乡", 110.91, 34.37),
    ("411203", "甘棠街道", 111.103, 34.72), ("411203", "大营镇", 111.10, 34.745), ("411203", "原店镇", 111.07, 34.70),
    ("411203", "张汴乡", 111.11, 34.62), ("411203", "西张村镇", 111.21, 34.55), ("411203", "菜园乡", 111.30, 34.65),
    ("411203", "店子乡", 111.37, 34.55), ("411203", "观音堂镇", 111.55, 34.73), ("411203", "张茅乡", 111.42, 34.75),
    ("411203", "硖石乡", 111.48, 34.72), ("411203", "王家后乡", 111.44, 34.83), ("411203", "西李村乡", 111.48, 34.60),
    ("411202", "崖底街道", 111.17, 34.785), ("411202", "会兴街道", 111.22, 34.79), ("411202", "交口乡", 111.24, 34.735),
    ("411202", "磁钟乡", 111.29, 34.78), ("411202", "高庙乡", 111.34, 34.80),
    ("411221", "城关镇", 111.762, 34.767), ("411221", "英豪镇", 111.66, 34.75), ("411221", "张村镇", 111.64, 34.69),
    ("411221", "洪阳镇", 111.81, 34.72), ("411221", "天池镇", 111.72, 34.65), ("411221", "仰韶镇", 111.77, 34.83),
    ("411221", "陈村乡", 111.65, 34.85), ("411221", "坡头乡", 111.72, 34.90), ("411221", "段村乡", 111.82, 34.92),
    ("411221", "南村乡", 111.85, 35.00), ("411221", "果园乡", 111.71, 34.785), ("411221", "仁村乡", 111.92, 34.85),
    ("411281", "千秋路街道", 111.86, 34.75), ("411281", "泰山路街道", 111.885, 34.755), ("411281", "新区街道", 111.91, 34.74),
    ("411281", "常村路街道", 111.94, 34.73),
    ("411224", "城关镇", 111.048, 34.054), ("411224", "徐家湾乡", 110.70, 34.11), ("411224", "横涧乡", 110.95, 34.02),
    ("411224", "文峪乡", 110.99, 34.04), ("411224", "沙河乡", 111.12, 34.07), ("411224", "范里镇", 111.18, 34.10),
    ("411224", "五里川镇", 111.00, 33.86), ("411224", "汤河乡", 111.14, 33.90), ("411224", "朱阳关镇", 111.15, 33.75),
    ("411224", "双槐树乡", 110.88, 33.80), ("411224", "瓦窑沟乡", 110.95, 33.68), ("411224", "狮子坪乡", 110.76, 33.82),
    ("411224", "官坡镇", 110.72, 33.93), ("411224", "官道口镇", 111.05, 34.22),
]
COUNTY_SEATS = {"411202": (111.200, 34.773), "411203": (111.103, 34.720), "411221": (111.762, 34.767),
                "411224": (111.048, 34.054), "411281": (111.875, 34.747), "411282": (110.894, 34.517)}


class Land:
    """Rivers and districts, and positions found by them."""

    def __init__(self, rivers, districts):
        self.rivers, self.districts = rivers, districts
        self.kilometres = {code: river.kilometres() for code, river in rivers.items()}
        self._county_vertices = {}

    def district(self, position):
        """The code of the county that holds a position, or None."""
        return next((code for code, ring in self.districts.items() if planar.ring_contains(ring, position)), None)

    def district_name(self, code):
        return OWN.get(code) or NEIGHBOURS[code]

    def town(self, position):
        """The nearest town of the position's own county."""
        code = self.district(position)
        towns = [t for t in TOWNS if t[0] == code]
        return min(towns, key=lambda t: distance_metres(position, t[2:]))[1] if towns else ""

    def address(self, position):
        return self.district_name(self.district(position)) + self.town(position) + "（示意）"

    def nearest_river(self, position):
        """Code of the nearest river and the distance from it in kilometres."""
        p = to_plane(position)
        best = (math.inf, None)
        for code, river in self.rivers.items():
            line = [to_plane(q) for q in river.line]
            if min(abs(p[0] - x) + abs(p[1] - y) for x, y in line[::4]) < best[0] + 5:
                best = min(best, (min(planar.segment_distance(p, a, b) for a, b in zip(line, line[1:])), code))
        return best[1], best[0]

    def length_in_city(self, river):
        """Kilometres of a river within the city's own counties."""
        line = self.rivers[river].line
        return round(sum(length_km([a, b]) for a, b in zip(line, line[1:])
                         if self.district(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)) in OWN), 1)

    def at(self, river, position):
        """The vertex of a river nearest to a position."""
        return self.rivers[river].line[self.rivers[river].nearest_vertex(position)]

    def river_km(self, river, vertex):
        return self.kilometres[river][self.rivers[river].line.index(vertex)]

    def vertices_in(self, river, county):
        """The indices of a river's vertices that lie in a county, the very ends left out."""
        key = river, county
        if key not in self._county_vertices:
            line = self.rivers[river].line
            self._county_vertices[key] = [i for i in range(3, len(line) - 3) if self.district(line[i]) == county]
        return self._county_vertices[key]

    def on(self, river, county, fraction):
        """A vertex of a river within a county, `fraction` of the way down."""
        within = self.vertices_in(river, county)
        return self.rivers[river].line[within[min(len(within) - 1, int(fraction * len(within)))]]

    def beside(self, river, county, fraction, metres, draw, whatever_is_near=False):
        """A position about `metres` from a river, in the county, and nearer to this river than to any other."""
        line = self.rivers[river].line
        for attempt in range(400):
            vertex = self.on(river, county, min(0.999, max(0, fraction + draw.gauss(0, 0.004 + attempt * 0.0006))))
            i = line.index(vertex)
            (ax, ay), (bx, by) = to_plane(line[i - 1]), to_plane(line[i + 1])
            size, side = math.hypot(bx - ax, by - ay), draw.choice((-1, 1))
            x, y = to_plane(vertex)
            position = to_degrees((x - (by - ay) / size * side * metres / 1000,
                y + (bx - ax) / size * side * metres / 1000))
            if self.district(position) != county:
                continue
            nearest, distance = self.nearest_river(position)
            if whatever_is_near or nearest == river and distance * 1000 > metres * 0.6:
                return position
        raise SystemExit(f"no place {metres} m beside {river} in {county}")

    def bank(self, river, position):
        """左岸 or 右岸, facing downstream."""
        p = to_plane(position)
        line = [to_plane(q) for q in self.rivers[river].line]
        _, a, b = min((planar.segment_distance(p, a, b), a, b) for a, b in zip(line, line[1:]))
        return "左岸" if (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0 else "右岸"


def seeded(*words):
    """A random generator that depends on nothing but the words."""
    return random.Random("/".join(map(str, words)))
