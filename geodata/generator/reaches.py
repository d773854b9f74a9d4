"""The rivers cut into reaches, with invented hydrology that agrees with itself: flow = speed × width × depth."""

from .geodesy import length_km

# Where a river is cut besides its confluences: the name of the place and a position near it.
CUTS = {
    "SMX-HH": [("豫灵", (110.45, 34.604)), ("灵宝老城", (110.78, 34.65)), ("三门峡城区", (111.20, 34.80)),
               ("三门峡大坝", (111.344, 34.830)), ("陈村", (111.60, 34.965)), ("南村", (111.85, 35.02))],
    "SMX-HHX": [("小浪底大坝", (112.37, 34.92)), ("孟津", (112.62, 34.83))],
    "SMX-LH": [("洛南县城", (110.14, 34.09)), ("灵口", (110.50, 34.07)), ("徐家湾", (110.70, 34.11)),
               ("卢氏县城", (111.048, 34.058)), ("范里", (111.185, 34.105)), ("故县大坝", (111.28, 34.24)),
               ("长水", (111.43, 34.32)), ("洛宁县城", (111.65, 34.39)), ("宜阳县城", (112.17, 34.51)),
               ("偃师", (112.78, 34.72))],
    "SMX-SQH": [("豫灵", (110.385, 34.53))], "SMX-ZXH": [("故县", (110.53, 34.54))], "SMX-YPH": [("阳平", (110.645, 34.52))],
    "SMX-SH": [("焦村", (110.795, 34.54))],
    "SMX-HNJH": [("朱阳", (110.74, 34.335)), ("窄口大坝", (110.80, 34.382)), ("尹庄", (110.865, 34.475)),
                 ("灵宝城区", (110.888, 34.517)), ("函谷关", (110.918, 34.630))],
    "SMX-HYH": [("阳店", (110.985, 34.54))], "SMX-CLJH": [("张汴", (111.105, 34.625)), ("大营", (111.09, 34.72))],
    "SMX-QLJH": [("菜园", (111.30, 34.645)), ("交口", (111.235, 34.735))],
    "SMX-JH": [("英豪", (111.66, 34.752)), ("渑池县城", (111.762, 34.767)), ("义马城区", (111.875, 34.742)),
               ("铁门", (112.02, 34.738)), ("新安县城", (112.13, 34.725))],
    "SMX-LGH": [("汤河", (111.14, 33.90)), ("五里川", (111.01, 33.855)), ("朱阳关", (111.14, 33.745)),
                ("西峡县城", (111.485, 33.30)), ("淅川县城", (111.48, 33.13))],
    "SMX-QH": [("狮子坪", (110.76, 33.81)), ("瓦窑沟", (110.93, 33.70)), ("西坪", (111.08, 33.445)), ("寺湾", (111.17, 33.24))],
}
SEASONS = ("dry", "normal", "wet")


def make_reaches(land):
    """Pairs of a LineString and the properties of a `river_reach`, river by river from the source down."""
    features = []
    for river in land.rivers.values():
        cuts = {river.line.index(position): name for position, name in river.splits.items()}
        for name, position in CUTS.get(river.code, ()):
            index = river.nearest_vertex(position)
            if all(abs(index - other) > 6 for other in cuts):
                cuts[index] = name
        mouth = f"{river.parent.name}汇口" if river.parent else river.facts["ends"]
        ends = {0: river.facts.get("begins", "源头"), **cuts, len(river.line) - 1: mouth}
        order = sorted(ends)
        for number, (first, last) in enumerate(zip(order, order[1:]), 1):
            line = river.line[first:last + 1]
            features.append(({"type": "LineString", "coordinates": line}, {
                "code": f"{river.code}-{number:02d}",
                "name": f"{river.name} {ends[first]}—{ends[last]}段",
                "river_name": river.name,
                "river_code": river.code,
                "flows_into": river.parent.name if river.parent else river.facts["flows_into"] or None,
                "river_type": river.facts["kind"],
                "length_km": round(length_km(line), 3),
                "district": land.district(line[len(line) // 2]),
                "schematic": True,
                **_hydrology(river, number, (first + last) / 2 / (len(river.line) - 1)),
                "remark": "示意数据：线形由程序按地名点位和公布河长生成，水文参数为虚构，不得用于实际工作",
            }))
    return features


def _hydrology(river, number, downstream):
    """Figures by season for the middle of a reach; some reaches lack some or all of them, as real lists do."""
    facts, result = river.facts, {}
    if river.code in ("SMX-ZXH", "SMX-SH") and number == 1:
        return result
    through = river.code in ("SMX-HH", "SMX-HHX")
    share = 1.0 if through else 0.12 + 0.88 * downstream ** 1.3
    for index, season in enumerate(SEASONS):
        if number % 4 == 3 and season == "dry" and not through:
            continue
        flow = facts["flow"][index] * share
        speed = facts["speed"][index] * (1.12 - 0.12 * downstream)
        width = (12.0 if through else 7.0) * flow ** 0.5
        result |= {f"speed_{season}_m_s": round(speed, 2), f"flow_{season}_m3_s": round(flow, 2 if flow < 10 else 1),
                   f"width_{season}_m": round(width, 1), f"depth_{season}_m": round(flow / speed / width, 2)}
    return {**{"slope_permille": round(facts["slope"] * (1.6 - 0.8 * downstream), 2)}, **result}


# Names as recalled in public reports, positions placed by the generator: name, level, river, position near it.
SECTIONS = [
    ("潼关入境（陕豫省界）", "国控", "SMX-HH", (110.375, 34.60)), ("三门峡水库", "国控", "SMX-HH", (111.30, 34.81)),
    ("南村出境", "国控", "SMX-HH", (111.95, 35.02)), ("双桥", "国控", "SMX-SQH", (110.395, 34.575)),
    ("灵宝坡头", "国控", "SMX-HNJH", (110.925, 34.645)), ("窄口长桥", "国控", "SMX-HNJH", (110.765, 34.36)),
    ("尹庄桥", "市控", "SMX-HNJH", (110.868, 34.48)), ("石佛", "省控", "SMX-JH", (111.80, 34.755)),
    ("渑池吴庄", "国控", "SMX-JH", (111.965, 34.728)), ("英豪桥", "市控", "SMX-JH", (111.65, 34.75)),
    ("洛河入境（陕豫省界）", "省控", "SMX-LH", (110.62, 34.10)), ("卢氏洛河大桥", "国控", "SMX-LH", (111.05, 34.058)),
    ("范里出境", "市控", "SMX-LH", (111.22, 34.15)), ("北梁桥", "省控", "SMX-QLJH", (111.195, 34.765)),
    ("菜园桥", "县控", "SMX-QLJH", (111.30, 34.645)), ("大营桥", "市控", "SMX-CLJH", (111.09, 34.725)),
    ("大王桥", "市控", "SMX-HYH", (110.99, 34.67)), ("阳平河口", "市控", "SMX-YPH", (110.675, 34.61)),
    ("枣香河口", "市控", "SMX-ZXH", (110.55, 34.60)), ("三道河", "国控", "SMX-LGH", (111.18, 33.71)),
    ("五里川", "市控", "SMX-LGH", (111.01, 33.86)), ("上河", "国控", "SMX-QH", (110.975, 33.61)),
]
SECTION_TYPES = {
    "潼关入境（陕豫省界）": {"section_type": "跨界", "border_type": "省界", "upstream_district": "610522",
        "downstream_district": "411282"},
    "南村出境": {"section_type": "跨界", "border_type": "市界", "upstream_district": "411221", "downstream_district": "410323"},
    "双桥": {"section_type": "跨界", "border_type": "省界", "upstream_district": "610522", "downstream_district": "411282"},
    "渑池吴庄": {"section_type": "跨界", "border_type": "市界", "upstream_district": "411281", "downstream_district": "410323"},
    "洛河入境（陕豫省界）": {"section_type": "跨界", "border_type": "省界", "upstream_district": "611021",
        "downstream_district": "411224"},
    "范里出境": {"section_type": "跨界", "border_type": "市界", "upstream_district": "411224", "downstream_district": "410328"},
    "三道河": {"section_type": "跨界", "border_type": "市界", "upstream_district": "411224", "downstream_district": "411323"},
    "上河": {"section_type": "跨界", "border_type": "市界", "upstream_district": "411224", "downstream_district": "411323"},
    "三门峡水库": {"section_type": "湖库"}, "灵宝坡头": {"section_type": "入河口"}, "阳平河口": {"section_type": "入河口"},
    "枣香河口": {"section_type": "入河口"},
}
