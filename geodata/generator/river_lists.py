"""What lies on and along the rivers: emergency spaces and facilities, sensitive targets, zones, pipelines, routes."""

import math

from . import planar
from .codes import person
from .geodesy import length_km, to_degrees, to_plane
from .places import seeded

# River, county, position down the river within the county or near a place, class, name, volume in 万m³, minutes.
FACILITIES = [
    ("SMX-HNJH", "411282", .10, "引水式电站", "朱阳上峪电站", 3.2, 40), ("SMX-HNJH", "411282", .35, "橡胶坝", "朱阳镇橡胶坝", 6, 60),
    ("SMX-HNJH", "411282", .41, "桥梁", "运头桥", None, 60), ("SMX-HNJH", "411282", (110.80, 34.382), "水库", "窄口水库", 4200,
        30),
    ("SMX-HNJH", "411282", .50, "引水式电站", "坝下引水电站", 5.5, 45), ("SMX-HNJH", "411282", .57, "闸坝", "五亩拦河闸", 18, 25),
    ("SMX-HNJH", "411282", .60, "坑塘", "五亩河湾沙坑", 12, 180), ("SMX-HNJH", "411282", .69, "临时筑坝点", "尹庄临时筑坝点", 9, 240),
    ("SMX-HNJH", "411282", .76, "橡胶坝", "灵宝城区一号橡胶坝", 35, 50), ("SMX-HNJH", "411282", .80, "橡胶坝", "灵宝城区二号橡胶坝", 28, 50),
    ("SMX-HNJH", "411282", .86, "干枯河道", "城北老河道", 40, 300), ("SMX-HNJH", "411282", .95, "桥梁", "函谷关桥", None, 60),
    ("SMX-HNJH", "411282", .985, "临时筑坝点", "河口临时筑坝点", 15, 240), ("SMX-JH", "411203", .5, "临时筑坝点", "观音堂临时筑坝点", 2, 180),
    ("SMX-JH", "411221", .18, "水库", "英豪上游小水库", 160, 40), ("SMX-JH", "411221", .70, "橡胶坝", "渑池城区橡胶坝", 16, 50),
    ("SMX-JH", "411221", .78, "闸坝", "渑池东关闸", 8, 20), ("SMX-JH", "411221", .93, "坑塘", "洪阳采石坑", 55, 240),
    ("SMX-JH", "411281", .15, "桥梁", "千秋桥", None, 60), ("SMX-JH", "411281", .45, "闸坝", "义马涧河闸", 12, 20),
    ("SMX-JH", "411281", .60, "应急池", "煤化园区公共应急池", 3, 15), ("SMX-JH", "411281", .88, "临时筑坝点", "出境临时筑坝点", 6, 210),
    ("SMX-LH", "411224", .12, "引水式电站", "徐家湾电站", 12, 45), ("SMX-LH", "411224", .48, "江心洲型河道", "横涧江心洲", 20, 360),
    ("SMX-LH", "411224", .61, "橡胶坝", "卢氏城区橡胶坝", 45, 60), ("SMX-LH", "411224", .64, "桥梁", "洛河大桥", None, 60),
    ("SMX-LH", "411224", .72, "引水式电站", "沙河口电站", 15, 45), ("SMX-LH", "411224", .83, "闸坝", "范里拦河坝", 60, 30),
    ("SMX-LH", "410328", (111.28, 34.24), "水库", "故县水库", 9500, 60), ("SMX-LGH", "411224", .28, "引水式电站", "汤河电站", 4, 40),
    ("SMX-LGH", "411224", .49, "临时筑坝点", "五里川临时筑坝点", 5, 210), ("SMX-LGH", "411224", .65, "引水式电站", "涧北湾电站", 6, 40),
    ("SMX-LGH", "411224", .85, "引水式电站", "朱阳关电站", 8, 40), ("SMX-LGH", "411224", .95, "桥梁", "出境公路桥", None, 60),
    ("SMX-QH", "411224", .20, "引水式电站", "狮子坪电站", 2.5, 40), ("SMX-QH", "411224", .45, "坑塘", "毛河滩坑塘", 4, 180),
    ("SMX-QH", "411224", .70, "引水式电站", "瓦窑沟电站", 3.5, 40), ("SMX-QH", "411224", .90, "临时筑坝点", "上河临时筑坝点", 4, 210),
    ("SMX-QLJH", "411203", .40, "水库", "沟水坡水库", 900, 40), ("SMX-QLJH", "411203", .68, "闸坝", "菜园滚水坝", 7, 30),
    ("SMX-QLJH", "411202", .45, "橡胶坝", "湖滨一号橡胶坝", 22, 50), ("SMX-QLJH", "411202", .80, "湿地", "河口湿地", 30, 120),
    ("SMX-CLJH", "411203", .35, "水库", "涧里水库", 1100, 40), ("SMX-CLJH", "411203", .93, "闸坝", "大营拦河闸", 9, 25),
    ("SMX-HH", "411202", (111.344, 34.830), "水库", "三门峡水利枢纽", None, None),
    ("SMX-HYH", "411282", .50, "明渠", "阳店灌渠", 2, 30),
    ("SMX-YPH", "411282", .60, "闸坝", "阳平河闸", 3, 25), ("SMX-ZXH", "411282", .50, "临时筑坝点", "故县临时筑坝点", 2, 180),
    ("SMX-SQH", "411282", .45, "临时筑坝点", "豫灵临时筑坝点", 2, 180),
]
# Code of the class, functions, distance from the river's line in metres.
CLASSES = {
    "水库": ("SK", "拦截、暂存、稀释", 15), "闸坝": ("ZB", "拦截、导流、暂存", 5), "橡胶坝": ("XJB", "拦截、暂存", 5),
    "引水式电站": ("YSDZ", "拦截、导流、分流、暂存", 40), "坑塘": ("KT", "导流、暂存", 180), "干枯河道": ("GHD", "导流、分流、暂存", 220),
    "江心洲型河道": ("JXZ", "拦截、分流、暂存", 10), "桥梁": ("QL", "净化处置、监测", 4), "临时筑坝点": ("LSZB", "拦截、暂存", 6),
    "湿地": ("SD", "暂存、净化处置", 150), "明渠": ("MQ", "导流、分流、暂存", 300), "应急池": ("YJC", "导流、暂存", 350),
}


def emergency_facilities(land, numbers):
    """Records in the order of the rivers; bridges and what spans a river are 跨河."""
    records = []
    for serial, (river, county, where, kind, name, volume, minutes) in enumerate(FACILITIES, 1):
        draw = seeded("facility", serial)
        code, functions, metres = CLASSES[kind]
        if isinstance(where, tuple):
            position = land.at(river, where)
        else:
            position = land.beside(river, county, where, metres, draw)
        across = kind in ("水库", "闸坝", "橡胶坝", "桥梁", "临时筑坝点")
        county = land.district(position)
        records.append({
            "code": f"{river[4:]}-{county}-{serial:03d}", "name": name, "class": kind, "functions": functions,
            "district": county, "river": land.rivers[river].name,
            "bank": "跨河" if across else "河道内" if kind == "江心洲型河道" else land.bank(river, position),
            "address": land.address(position), "volume": volume, "usable": round(volume * 0.6, 1) if volume else None,
            "minutes": minutes, "operator": ("虚构水利管理所", "虚构水电公司", "虚构乡镇水利站")[serial % 3], "contact": person(draw),
            "phone": numbers.mobile(), "surveyed": "2025-03-20", "position": position})
    return records


# Name, class of target, river, county, fraction, metres.
TARGETS = [
    ("窄口水库取水口", "饮用水取水口", "SMX-HNJH", "411282", .46, 120), ("灵宝城区", "人口集中区", "SMX-HNJH", "411282", .775, 900),
    ("函谷关农田灌溉取水口", "农业灌溉取水口", "SMX-HNJH", "411282", .93, 60), ("宏农涧河入黄口", "省界", "SMX-HNJH", "411282", .99, 20),
    ("渑池县城", "人口集中区", "SMX-JH", "411221", .72, 800), ("义马城区", "人口集中区", "SMX-JH", "411281", .45, 700),
    ("涧河出境断面", "市界", "SMX-JH", "411281", .98, 20), ("洛河城西取水口", "饮用水取水口", "SMX-LH", "411224", .56, 60),
    ("洛河出境断面", "市界", "SMX-LH", "411224", .99, 20), ("五里川镇取水口", "饮用水取水口", "SMX-LGH", "411224", .46, 50),
    ("老灌河出境断面", "市界", "SMX-LGH", "411224", .98, 20), ("瓦窑沟乡取水口", "饮用水取水口", "SMX-QH", "411224", .69, 60),
    ("淇河出境断面", "市界", "SMX-QH", "411224", .98, 20), ("三门峡黄河天鹅湿地", "重要湿地", "SMX-HH", "411202", .15, 700),
    ("后川取水口", "饮用水取水口", "SMX-HH", "411202", .30, 120), ("大营鱼塘", "水产养殖区", "SMX-CLJH", "411203", .95, 250),
    ("双桥河入境断面", "省界", "SMX-SQH", "411282", .03, 20),
]

# Name, class, river, county, fraction from and to, half the width in metres.
RESERVES = [
    ("洛河鱼类种质资源保护区", "水产种质资源保护区", "SMX-LH", "411224", .76, .84, 300),
    ("黄河湿地自然保护区（示意段）", "自然保护区", "SMX-HH", "411282", .55, .75, 900),
    ("淇河大鲵自然保护区（示意段）", "自然保护区", "SMX-QH", "411224", .34, .50, 500),
    ("洛河湿地公园", "国家湿地公园", "SMX-LH", "411224", .66, .69, 250),
]

# Name of the source, level of the zone, river, county, fraction from and to, half the width in metres.
ZONES = [
    ("窄口水库水源地（示意）", "一级", "SMX-HNJH", "411282", .44, .475, 260),
    ("窄口水库水源地（示意）", "二级", "SMX-HNJH", "411282", .37, .44, 700),
    ("窄口水库水源地（示意）", "准", "SMX-HNJH", "411282", .30, .37, 900),
    ("洛河城西水源地（示意）", "一级", "SMX-LH", "411224", .545, .565, 200),
    ("洛河城西水源地（示意）", "二级", "SMX-LH", "411224", .50, .545, 600),
    ("五里川镇水源地（示意）", "一级", "SMX-LGH", "411224", .44, .475, 150),
    ("五里川镇水源地（示意）", "二级", "SMX-LGH", "411224", .40, .44, 400),
    ("瓦窑沟乡水源地（示意）", "一级", "SMX-QH", "411224", .67, .70, 150),
]


def zone_ring(land, river, county, start, end, metres):
    """A simple ring on both sides of a smoothed stretch of a river."""
    vertices = land.vertices_in(river, county)
    line = land.rivers[river].line
    first, last = (vertices[min(len(vertices) - 1, int(f * len(vertices)))] for f in (start, end))
    stretch = [to_plane(p) for p in line[first:last + 1]]
    width = metres / 1000
    middle = planar.simplified(planar.resampled(stretch, 0.1), width * 1.2)
    middle = planar.smooth_curve(middle, max(0.15, width / 2)) if len(middle) > 2 else middle
    sides = planar.normals(middle, 2)
    while True:
        left = [to_degrees((p[0] + n[0] * width, p[1] + n[1] * width)) for p, n in zip(middle, sides)]
        right = [to_degrees((p[0] - n[0] * width, p[1] - n[1] * width)) for p, n in zip(middle, sides)]
        ring = right + left[::-1] + right[:1]
        if not planar.meets_itself([to_plane(p) for p in ring[:-1]]) and planar.signed_area(ring) > 0:
            return ring
        # The bends are too sharp for this width: a straighter middle line.
        middle = planar.simplified(middle, math.dist(middle[0], middle[-1]) / 8)
        middle = planar.resampled(middle, 0.3) if len(middle) > 2 else middle
        sides = planar.normals(middle, 3)
        width *= 0.9


PIPELINES = [
    ("成品油管道三门峡段（示意）", "灵宝—渑池", "成品油", 508, 8.0, 1500,
     [(110.36, 34.50), (110.62, 34.50), (110.89, 34.55), (111.08, 34.65), (111.28, 34.72), (111.50, 34.70),
         (111.76, 34.73),
      (111.99, 34.71)]),
    ("天然气管道三门峡段（示意）", "陕州—义马", "天然气", 813, 10.0, None,
     [(111.09, 34.69), (111.33, 34.69), (111.58, 34.77), (111.80, 34.785), (111.90, 34.725), (111.965, 34.70)]),
    ("义马煤气管道（示意）", "义马—新安", "煤气", 426, 2.5, None, [(111.86, 34.755), (111.91, 34.725), (111.99, 34.745)]),
]
ROUTES = [
    ("连霍高速G30运输路线（示意）", "G30", "灵宝市豫灵镇", "渑池县东界", "柴油、汽油、液化石油气", [
        (110.37, 34.55), (110.65, 34.57), (110.90, 34.56), (111.08, 34.70), (111.22, 34.745), (111.45, 34.74),
        (111.70, 34.73),
        (111.86, 34.70), (111.99, 34.70)]),
    ("国道310运输路线（示意）", "G310", "灵宝市豫灵镇", "义马市东界", "硫酸、氢氧化钠溶液、甲醇", [
        (110.37, 34.53), (110.63, 34.545), (110.88, 34.53), (111.06, 34.73), (111.20, 34.755), (111.52, 34.715),
        (111.76, 34.755), (111.88, 34.752), (111.98, 34.735)]),
    ("国道209运输路线（示意）", "G209", "湖滨区", "卢氏县朱阳关镇", "氰化钠、柴油", [
        (111.20, 34.75), (111.06, 34.60), (110.96, 34.45), (111.03, 34.22), (111.05, 34.06), (111.03, 33.88),
        (111.13, 33.76),
        (111.19, 33.70)]),
    ("三淅高速G59运输路线（示意）", "G59", "灵宝市", "卢氏县南界", "柴油、甲醇、液氨", [
        (110.97, 34.60), (110.93, 34.42), (110.92, 34.24), (111.00, 34.05), (110.97, 33.87), (111.08, 33.74),
        (111.16, 33.66)]),
]


def drawn_line(name, anchors):
    """A road's or pipeline's line: smooth through the anchors, with slight seeded shifts."""
    draw = seeded("line", name)
    curve = planar.resampled(planar.smooth_curve([to_plane(p) for p in anchors], 0.5), 1.5)
    inner = [(x + draw.uniform(-0.15, 0.15), y + draw.uniform(-0.15, 0.15)) for x, y in curve[1:-1]]
    line = [to_degrees(p) for p in [curve[0], *inner, curve[-1]]]
    return line, round(length_km(line), 2)


def crossings(land, line):
    """Where a line crosses rivers, along the line: pairs of the river and the position."""
    found = []
    for a, b in zip(line, line[1:]):
        here = []
        for river in land.rivers.values():
            for c, d in zip(river.line, river.line[1:]):
                if planar.segments_meet(a, b, c, d):
                    cross = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
                    t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / cross
                    here.append((t, river, (round(a[0] + t * (b[0] - a[0]), 6), round(a[1] + t * (b[1] - a[1]), 6))))
        found += [(river, position) for _, river, position in sorted(here, key=lambda item: item[0])]
    return found


def pipeline_crossings(land, line):
    return [{"name": f"{river.name}穿越{number}", "river_name": river.name, "river_code": river.code, "lon": position[0],
             "lat": position[1], "method": "穿越"} for number, (river, position) in enumerate(crossings(land, line), 1)]


def route_crossings(land, line):
    return [{"name": f"{river.name}跨河桥{number}", "river_name": river.name, "river_code": river.code, "lon": position[0],
             "lat": position[1], "bridge": "虚构桥梁", "drainage_pool_m3": (0, 60, 120)[number % 3]}
            for number, (river, position) in enumerate(crossings(land, line), 1)]


def valves(line):
    """Three invented block valves along a line."""
    return [{"name": f"{number}号阀室", "lon": line[at][0], "lat": line[at][1], "control": control,
        "close_time_min": minutes}
            for number, (at, control, minutes) in enumerate(
                ((len(line) // 6, "远程", 3), (len(line) // 2, "手动", 40), (len(line) * 5 // 6, "远程", 3)), 1)]
