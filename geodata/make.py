#!/usr/bin/env python3
"""Makes `sanmenxia/`: the demonstration data of Hetu. Standard library only, seeded: the same bytes every time.

    python3 geodata/make.py [FOLDER]
"""

import pathlib
import sys

from generator import risk_lists, river_lists, team_lists
from generator.codes import Numbers, person
from generator.districts import OWN, make_districts
from generator.geodesy import degrees_minutes_seconds, gcj02
from generator.network import make_rivers
from generator.places import Land
from generator.reaches import SECTION_TYPES, SECTIONS, make_reaches
from generator.writers import write_csv, write_geojson, write_kml, write_point_shapefile, write_xlsx

NOT_REAL = "示意数据：虚构，不得用于实际工作"


def rows(records, coordinates="degrees"):
    """A list as a table: the headers, then a row a record, with the position in two columns in its place."""
    records = [{"序号": number, **record} for number, record in enumerate(records, 1)]
    headers = list(records[0])
    table = [[h for key in headers for h in (("经度", "纬度") if key == "position" else (key,))]]
    for record in records:
        row = []
        for key in headers:
            value = record[key]
            if key != "position":
                row.append(value)
            elif coordinates == "dms":
                row += [degrees_minutes_seconds(value[0], "E"), degrees_minutes_seconds(value[1], "N")]
            elif coordinates == "parts":
                row += [degrees_minutes_seconds(v, "") for v in value]
            else:
                row += [round(v, 6) for v in (gcj02(value) if coordinates == "gcj02" else value)]
        table.append(row)
    return table


def write_places(folder, land, rivers, reaches):
    write_geojson(folder / "rivers.geojson", "river_reach", reaches)
    write_geojson(folder / "districts.geojson", "district", [
        ({"type": "Polygon", "coordinates": [ring]},
         {"code": code, "name": land.district_name(code), "level": "县级", "parent": code[:4] + "00",
          "own": code in OWN, "schematic": True, "remark": "示意数据：界线为示意，非法定界线"})
        for code, ring in land.districts.items()])
    write_csv(folder / "河流信息清单.csv", rows([
        {"河流代码": river.code, "河流名称": river.name, "所属流域": river.facts["basin"],
         "汇入河流": river.parent.name if river.parent else river.facts["flows_into"], "发源地": river.facts["source"],
         "汇入口": river.facts["mouth"], "流经县乡": river.facts["towns"], "总长（km）": river.length,
         "本辖区长（km）": land.length_in_city(river.code), "流域面积（km²）": river.facts["area"],
         "比降（‰）": river.facts["slope"], "行政区划代码": "411200",
         "备注": f"示意数据；公布河长：{river.facts['published'] or '无，长度按线形'}"} for river in rivers.values()]))
    sections = []
    for serial, (name, level, river, near) in enumerate(SECTIONS, 1):
        position = land.at(river, near)
        sections.append(({"type": "Point", "coordinates": position}, {
            "code": f"DM-{serial:03d}", "name": name, "section_level": level, "river_name": land.rivers[river].name,
            "river_code": river, **SECTION_TYPES.get(name, {"section_type": "常规"}),
            "water_quality_target": "Ⅱ" if river in ("SMX-LGH", "SMX-QH", "SMX-LH") else "Ⅲ",
            "district": land.district(position), "remark": "示意数据：点位为示意"}))
    write_geojson(folder / "监测断面.geojson", "monitoring_section", sections)


def write_along_rivers(folder, land, numbers):
    records = river_lists.emergency_facilities(land, numbers)
    fields = [("编号", "C", 24, 0, "code"), ("名称", "C", 40, 0, "name"), ("类型", "C", 16, 0, "class"),
              ("功能", "C", 40, 0, "functions"), ("区划代码", "C", 6, 0, "district"), ("地址", "C", 60, 0, "address"),
              ("所在河流", "C", 20, 0, "river"), ("岸别", "C", 8, 0, "bank"), ("蓄水量", "N", 10, 2, "volume"),
              ("可用容积", "N", 10, 2, "usable"), ("启用时间", "N", 6, 0, "minutes"), ("管理单位", "C", 40, 0, "operator"),
              ("负责人", "C", 16, 0, "contact"), ("联系电话", "C", 20, 0, "phone"), ("踏勘日期", "C", 10, 0, "surveyed"),
              ("备注", "C", 20, 0, None)]
    write_point_shapefile(folder / "环境应急空间与设施.shp", [f[:4] for f in fields],
                          [(r["position"], [r[f[4]] if f[4] else "示意数据" for f in fields]) for r in records])
    targets = []
    for serial, (name, kind, river, county, fraction, metres) in enumerate(river_lists.TARGETS, 1):
        position = land.beside(river, county, fraction, metres, river_lists.seeded("target", serial))
        targets.append((position, {
            "name": name + "（示意）", "code": f"MB-{county}-{serial:04d}", "target_class": kind, "district": county,
            "address": land.address(position), "river_name": land.rivers[river].name, "remark": NOT_REAL}))
    write_kml(folder / "敏感目标.kml", "敏感目标", targets, {
        "code": "编号", "target_class": "敏感目标类型", "district": "行政区划代码", "address": "详细地址", "river_name": "所在河流",
        "remark": "备注"})
    write_geojson(folder / "敏感目标_保护地.geojson", "sensitive_target", [
        ({"type": "Polygon", "coordinates": [river_lists.zone_ring(land, river, county, start, end, metres)]},
         {"code": f"MB-{county}-9{serial:03d}", "name": name, "target_class": kind, "district": county,
          "address": land.district_name(county) + "（示意）", "river_name": land.rivers[river].name, "remark": NOT_REAL})
        for serial, (name, kind, river, county, start, end, metres) in enumerate(river_lists.RESERVES, 1)])
    write_geojson(folder / "保护区.geojson", "protection_zone", [
        ({"type": "Polygon", "coordinates": [river_lists.zone_ring(land, river, county, start, end, metres)]},
         {"code": f"BHQ-{county}-{serial:04d}", "name": f"{source}{level}保护区", "water_source": source,
             "zone_level": level,
          "zone_part": "水域", "text": "示意范围，无批复文本", "approval_doc": f"示意〔2019〕{serial}号", "official": False,
          "river_name": land.rivers[river].name, "district": county, "remark": NOT_REAL})
        for serial, (source, level, river, county, start, end, metres) in enumerate(river_lists.ZONES, 1)])
    pipelines = []
    for serial, (name, segment, medium, diameter, pressure, throughput, anchors) in enumerate(river_lists.PIPELINES, 1):
        line, length = river_lists.drawn_line(name, anchors)
        pipelines.append(({"type": "LineString", "coordinates": line}, {
            "编号": f"FXY-5-411200-{serial:04d}", "管线名称": name, "辖区管段": segment, "输送介质": medium, "长度（km）": length,
            "管径（mm）": diameter, "设计压力（MPa）": pressure, "设计输量（万t/a）": throughput,
            "截断阀室": river_lists.valves(line), "河流穿跨越点": river_lists.pipeline_crossings(land, line),
            "产权运营单位": "虚构管道运营公司", "统一社会信用代码": numbers.uscc("411200"),
            "负责人": person(river_lists.seeded("pipeline", serial)),
            "联系电话": numbers.mobile(), "巡线电话": numbers.landline(), "应急预案备案": "是", "填报单位": "三门峡市生态环境局",
            "填报人": person(river_lists.seeded("reporter")), "填报时间": risk_lists.SURVEYED, "状态": "已报",
            "行政区划代码": "411200", "备注": NOT_REAL}))
    write_geojson(folder / "输油管线.geojson", "输油管线清单", pipelines)
    routes = []
    for serial, (name, road, start, end, goods, anchors) in enumerate(river_lists.ROUTES, 1):
        line, length = river_lists.drawn_line(name, anchors)
        routes.append(({"type": "LineString", "coordinates": line}, {
            "编号": f"FXY-6-1-411200-{serial:04d}", "路线名称": name, "运输方式": "公路", "道路编号": road, "起点": start,
            "终点": end, "主要运输物质": goods, "长度（km）": length, "跨河点": river_lists.route_crossings(land, line),
            "行政区划代码": "411200", "备注": NOT_REAL}))
    write_geojson(folder / "危化品运输路线.geojson", "危化品运输路线", routes)


def write_lists(folder, land, numbers):
    ponds = risk_lists.tailings_ponds(land, numbers, risk_lists.PONDS, 1)
    plants = risk_lists.key_enterprises(land, numbers, risk_lists.PLANTS, 1)
    coal_plants = risk_lists.key_enterprises(land, numbers, risk_lists.GCJ_PLANTS, len(plants) + 1,
                                             surveys_outfalls=False)
    write_xlsx(folder / "重点环境风险源清单.xlsx", {
        "尾矿库清单": rows(ponds), "重点企业清单": rows(plants),
        "化工园区(聚集区)清单": rows(risk_lists.chemical_parks(land, numbers)),
        "危化品运输企业清单": rows(risk_lists.hazmat_carriers(land, numbers))})
    write_xlsx(folder / "重点企业清单_高德坐标.xlsx", {"重点企业清单": rows(coal_plants, "gcj02")})
    lushi = rows(risk_lists.tailings_ponds(land, numbers, risk_lists.LUSHI_PONDS, len(ponds) + 1), "parts")
    # GBK knows no ³.
    write_csv(folder / "尾矿库清单_卢氏县_GBK.csv", [[h.replace("³", "3") for h in lushi[0]]]
              + [[v.replace("³", "3") if isinstance(v, str) else v for v in row] for row in lushi[1:]], "gbk")
    write_csv(folder / "饮用水源地清单.csv", rows(risk_lists.drinking_water_sources(land, numbers), "dms"), "utf-8-sig")
    write_xlsx(folder / "应急队伍清单.xlsx", {
        "应急管理队伍清单": rows(team_lists.management_teams(land, numbers)),
        "应急专家队伍清单": rows(team_lists.experts(land, numbers)),
        "第三方监测单位清单": rows(team_lists.monitoring_units(land, numbers)),
        "重点企业救援队伍清单": rows(team_lists.rescue_teams(land, numbers, (plants + coal_plants)[::3]))})
    depots = [(county, f"{land.district_name(county)}环境应急物资库（示意）", team_lists.seat(land, county, "depot"),
               f"{land.district_name(county)}生态环境分局（示意）") for county in team_lists.COUNTIES]
    owners = [(p["行政区划代码"], p["企业名称"] + "物资库", p["position"], p["企业名称"]) for p in (plants + coal_plants)[::4]]
    write_xlsx(folder / "应急物资清单.xlsx", {
        "政府部门应急物资清单": rows(team_lists.supplies(land, numbers, "WZ-1", depots, 4)),
        "重点企业应急物资清单": rows(team_lists.supplies(land, numbers, "WZ-2", owners, 3))})
    write_xlsx(folder / "制度机制清单.xlsx", {"制度机制清单": rows(team_lists.mechanisms(land))})
    write_xlsx(folder / "台账.xlsx", {"自查问题清单": rows(team_lists.problems(land)),
        "制度措施清单": rows(team_lists.measures(land))})


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "sanmenxia"
    folder.mkdir(parents=True, exist_ok=True)
    rivers = make_rivers()
    land = Land(rivers, make_districts(rivers["SMX-HH"]))
    write_places(folder, land, rivers, make_reaches(land))
    write_along_rivers(folder, land, Numbers())
    numbers = Numbers()
    numbers.mobile_count, numbers.landline_count, numbers.uscc_count = 200, 200, 200
    write_lists(folder, land, numbers)


if __name__ == "__main__":
    main()
