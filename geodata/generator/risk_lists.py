"""The lists of environmental risk sources: every name, operator and figure is invented."""

import json

from .codes import WORDS, person
from .places import seeded

REMARK = "示意数据"
SURVEYED = "2025-03-31"
PLAN_GRADES = {"重大": "H", "较大": "M", "一般": "L"}


def head(land, numbers, list_code, serial, name_header, name, position, draw, river=None):
    """The columns that open every record of a list."""
    district = land.district(position)
    return {
        "编号": f"{list_code}-{district}-{serial:04d}", name_header: name, "行政区划代码": district,
        "详细地址": land.address(position), "position": position,
        **({"所在河流": land.rivers[river].name} if river else {}),
        "负责人": person(draw), "联系电话": numbers.mobile(), "24小时值班电话": numbers.landline(),
    }


def tail(land, record):
    """The columns that close every record."""
    unit = land.district_name(record["行政区划代码"])
    return {**record, "填报单位": f"三门峡市生态环境局{unit}分局", "填报人": person(seeded("reporter", unit)),
            "填报时间": SURVEYED, "状态": "已报", "备注": REMARK}


# County, river, how far down the river within the county, distance in metres, minerals, process, type.
PONDS = [
    ("411282", "SMX-SQH", .25, 420, "金", "浮选"), ("411282", "SMX-SQH", .55, 780, "金、银", "浮选"),
    ("411282", "SMX-ZXH", .15, 350, "金", "氰化"), ("411282", "SMX-ZXH", .30, 900, "金", "浮选"),
    ("411282", "SMX-ZXH", .45, 1500, "金、铅锌", "浮选"), ("411282", "SMX-YPH", .12, 300, "金", "氰化"),
    ("411282", "SMX-YPH", .24, 650, "金", "浮选"), ("411282", "SMX-YPH", .36, 1200, "金、铜", "浮选"),
    ("411282", "SMX-YPH", .50, 480, "金", "浮选"), ("411282", "SMX-SH", .20, 700, "金", "浮选"),
    ("411282", "SMX-HNJH", .12, 420, "金", "浮选"), ("411282", "SMX-HNJH", .22, 850, "金、银", "氰化"),
    ("411282", "SMX-HNJH", .28, 240, "金", "浮选"), ("411282", "SMX-HNJH", .33, 1600, "铁", "磁选"),
    ("411282", "SMX-HNJH", .40, 560, "铅锌", "浮选"), ("411282", "SMX-HNJH", .53, 950, "金", "浮选"),
    ("411203", "SMX-QLJH", .18, 520, "金", "浮选"), ("411203", "SMX-CLJH", .20, 760, "铝", "其他"),
    ("411203", "SMX-CLJH", .45, 1400, "金", "浮选"), ("411221", "SMX-JH", .30, 1900, "铝", "其他"),
    ("411221", "SMX-JH", .60, 880, "铝", "其他"),
]
LUSHI_PONDS = [
    ("411224", "SMX-LH", .12, 380, "铅锌", "浮选"), ("411224", "SMX-LH", .30, 820, "铁", "磁选"),
    ("411224", "SMX-LH", .86, 2100, "铅锌、银", "浮选"), ("411224", "SMX-LGH", .30, 460, "锑", "浮选"),
    ("411224", "SMX-LGH", .62, 940, "锑", "浮选"), ("411224", "SMX-QH", .30, 520, "铁", "磁选"),
    ("411224", "SMX-QH", .55, 880, "锑、金", "浮选"),
]
RUN_STATUS = ("在用", "在用", "停用", "闭库", "在用", "停用", "闭库", "回采")


def tailings_ponds(land, numbers, places, first_serial):
    records = []
    for serial, (county, river, fraction, metres, minerals, process) in enumerate(places, first_serial):
        draw = seeded("pond", serial)
        position = land.beside(river, county, fraction, metres, draw)
        word = WORDS[(serial * 7) % len(WORDS)]
        total = draw.choice((9.6, 14.2, 28.5, 46, 63, 88, 118, 160, 240, 420))
        height = {True: draw.randint(12, 28), False: draw.randint(30, 58)}[total < 100]
        status = RUN_STATUS[serial % len(RUN_STATUS)]
        current = round(total * draw.uniform(0.45, 0.93), 1)
        # 等别 by volume (万m³) and height (m); the higher of the two, one lower where they differ by more than one.
        by_volume = "五" if total < 100 else "四"
        by_height = "五" if height < 30 else "四"
        grade = "四等" if "四" in (by_volume, by_height) else "五等"
        red_mud, cyanide = minerals == "铝", process == "氰化"
        risk = "重大" if cyanide or serial % 9 == 4 else "较大" if serial % 3 == 0 else "一般"
        people = draw.choice((0, 0, 0, 12, 35, 86))
        record = head(land, numbers, "FXY-2", serial, "尾矿库名称", f"{word}{'赤泥库' if red_mud else '选厂尾矿库'}",
                      position, draw, river)
        records.append(tail(land, {
            **record,
            "所属企业": f"{land.district_name(county)[:2]}{word}矿业有限公司（虚构）",
            "统一社会信用代码": numbers.uscc(county),
            "矿种": minerals, "赤泥库": "是" if red_mud else "否", "选矿工艺": process, "型式": draw.choice(("山谷型", "山谷型", "傍山型")),
            "堆存方式": "干排" if red_mud or serial % 4 == 0 else "湿排", "等别": grade,
            "设计总库容（万m³）": total, "现状全库容（万m³）": current, "设计总坝高（m）": height,
            "现状坝高（m）": round(height * draw.uniform(0.6, 0.95), 1), "坝长（m）": draw.randint(60, 240),
            "干滩长度（m）": draw.randint(50, 120), "运行状况": status,
            "安全度": "病库" if serial % 11 == 5 else "正常库", "头顶库": "是" if people else "否",
            "下游1km居民户数（户）": people, "下游1km居民人数（人）": people * 3,
            "环境风险等级": risk, "等级划定日期": f"2024-{serial % 12 + 1:02d}-16",
            "尾矿属性": "第Ⅱ类一般工业固体废物" if cyanide or red_mud else "第Ⅰ类一般工业固体废物",
            "特征污染物": "pH、铝" if red_mud else "氰化物、铜" if cyanide else "铅、镉、砷" if "铅锌" in minerals else "锑、砷"
            if "锑" in minerals else "铜、悬浮物",
            "下游敏感目标": f"{land.rivers[river].name}、{land.town(position)}居民点" if people else land.rivers[river].name,
            "应急池容积（m³）": draw.choice((200, 500, 800, 1500)), "受纳水体": land.rivers[river].name,
            "沿沟道距河距离（km）": round(metres * 1.35 / 1000, 2),
            "应急预案备案": "是", "预案备案编号": f"{county}-2023-{serial:03d}-{PLAN_GRADES[risk]}",
            "预案备案日期": f"2023-{serial % 12 + 1:02d}-{serial % 27 + 1:02d}",
        }))
    return records


# County, river, fraction, metres, what it makes, industry, risk grade, substances in tonnes.
PLANTS = [
    ("411282", "SMX-HNJH", .74, 480, "黄金冶炼厂", "3221", "重大", (("氰化钠", "143-33-9", 60), ("硫酸", "7664-93-9", 3200))),
    ("411282", "SMX-HNJH", .78, 900, "铜箔材料厂", "3211", "较大", (("硫酸", "7664-93-9", 400), ("硫酸铜", "7758-98-7", 35))),
    ("411282", "SMX-HNJH", .84, 650, "果蔬饮料厂", "1523", "一般", (("液氨", "7664-41-7", 4),)),
    ("411282", "SMX-HNJH", .72, 1700, "硫酸厂", "2611", "较大", (("硫酸", "7664-93-9", 1800), ("二氧化硫", "7446-09-5", 2))),
    ("411282", "SMX-HNJH", .92, 300, "造纸厂", "2221", "一般", (("次氯酸钠", "7681-52-9", 12),)),
    ("411282", "SMX-SH", .60, 850, "铅酸蓄电池再生厂", "7724", "重大", (("铅及其化合物", "7439-92-1", 85), ("硫酸", "7664-93-9", 120))),
    ("411282", "SMX-YPH", .40, 550, "金矿选冶厂", "0921", "较大", (("氰化钠", "143-33-9", 24),)),
    ("411282", "SMX-ZXH", .55, 720, "金矿浮选厂", "0921", "一般", (("丁基黄原酸钠", "141-33-3", 6),)),
    ("411282", "SMX-HYH", .80, 600, "精细化工厂", "2614", "较大", (("甲醇", "67-56-1", 180), ("甲醛", "50-00-0", 26))),
    ("411203", "SMX-CLJH", .84, 500, "氧化铝厂", "3216", "重大", (("氢氧化钠", "1310-73-2", 5200), ("盐酸", "7647-01-0", 60))),
    ("411203", "SMX-CLJH", .94, 950, "碳素厂", "3091", "一般", (("煤焦油", "8007-45-2", 300),)),
    ("411203", "SMX-HH", .20, 1500, "甲醇燃料储运站", "5941", "较大", (("甲醇", "67-56-1", 900),)),
    ("411202", "SMX-QLJH", .50, 420, "污水处理厂", "4620", "一般", (("次氯酸钠", "7681-52-9", 20),)),
    ("411202", "SMX-QLJH", .30, 780, "速冻食品冷库", "1432", "一般", (("液氨", "7664-41-7", 9),)),
    ("411202", "SMX-HH", .35, 1300, "热电厂", "4412", "较大", (("液氨", "7664-41-7", 18), ("盐酸", "7647-01-0", 45))),
    ("411224", "SMX-LH", .69, 450, "锑品冶炼厂", "3219", "重大", (("锑及其化合物", "7440-36-0", 220), ("砷", "7440-38-2", 3))),
    ("411224", "SMX-LH", .64, 700, "中药提取厂", "2740", "一般", (("乙醇", "64-17-5", 60),)),
    ("411224", "SMX-LGH", .55, 380, "硅材料厂", "3099", "一般", (("盐酸", "7647-01-0", 8),)),
    ("411224", "SMX-QH", .70, 560, "食用菌罐头厂", "1453", "一般", (("次氯酸钠", "7681-52-9", 2),)),
]
GCJ_PLANTS = [
    ("411221", "SMX-JH", .30, 350, "焦化厂", "2521", "重大", (("粗苯", "71-43-2", 160), ("煤焦油", "8007-45-2", 1200))),
    ("411221", "SMX-JH", .52, 640, "氧化铝厂", "3216", "重大", (("氢氧化钠", "1310-73-2", 4600),)),
    ("411221", "SMX-JH", .67, 880, "制药厂", "2710", "较大", (("甲苯", "108-88-3", 45), ("二氯甲烷", "75-09-2", 30))),
    ("411221", "SMX-JH", .82, 300, "污水处理厂", "4620", "一般", (("次氯酸钠", "7681-52-9", 15),)),
    ("411221", "SMX-JH", .92, 1250, "水泥助剂厂", "2661", "一般", (("甲醛", "50-00-0", 4),)),
    ("411281", "SMX-JH", .25, 420, "煤气化厂", "2522", "重大", (("粗苯", "71-43-2", 380), ("氨水", "1336-21-6", 240))),
    ("411281", "SMX-JH", .40, 700, "醋酸化工厂", "2614", "重大", (("乙酸", "64-19-7", 2600), ("甲醇", "67-56-1", 3200))),
    ("411281", "SMX-JH", .52, 380, "铬盐厂（停产）", "2613", "重大", (("铬酸钠", "7775-11-3", 55),)),
    ("411281", "SMX-JH", .68, 900, "煤焦油加工厂", "2521", "较大", (("煤焦油", "8007-45-2", 2100), ("苯酚", "108-95-2", 40))),
    ("411281", "SMX-JH", .85, 560, "污水处理厂", "4620", "一般", (("次氯酸钠", "7681-52-9", 18),)),
]
PARKS = [
    ("411203", "SMX-CLJH", .88, 900, "示意陕州化工园区", "省级", 4.2, "铝基材料、精细化工", 11, 12000),
    ("411281", "SMX-JH", .46, 1100, "示意义马煤化工园区", "省级", 6.8, "煤化工、铬盐治理", 17, 30000),
    ("411221", "SMX-JH", .10, 800, "示意渑池张村聚集区", "省级以下", 2.6, "氧化铝、耐火材料", 8, 6000),
    ("411282", "SMX-HNJH", .80, 1500, "示意灵宝城东聚集区", "省级", 5.1, "铜精深加工、黄金冶炼", 14, 15000),
]
CARRIERS = [
    ("411202", "SMX-QLJH", .70, 1200, "3类、8类", 42, "柴油、汽油、硫酸"), ("411202", "SMX-HH", .5, 1900, "2类、3类", 28, "液化石油气、甲醇"),
    ("411203", "SMX-CLJH", .75, 600, "8类", 36, "氢氧化钠溶液、盐酸"), ("411221", "SMX-JH", .5, 500, "3类、6类", 31, "粗苯、煤焦油"),
    ("411281", "SMX-JH", .3, 800, "3类、8类", 55, "甲醇、乙酸、粗苯"), ("411281", "SMX-JH", .75, 1000, "2类、8类", 24, "氨水、液氨"),
    ("411282", "SMX-HNJH", .75, 1100, "6类、8类", 33, "氰化钠、硫酸"), ("411224", "SMX-LH", .63, 600, "3类", 12, "柴油、汽油"),
]


PROCESSES = {"2521": "其他高温或高压易燃易爆工艺", "2522": "新型煤化工", "2614": "氧化"}
# Thresholds in tonnes of the substances above, to give each plant a level of quantity; others count 50.
THRESHOLDS = {"143-33-9": 0.25, "7664-93-9": 10, "7758-98-7": 0.25, "7664-41-7": 5, "7446-09-5": 2.5, "7681-52-9": 5,
              "67-56-1": 10, "50-00-0": 0.5, "7647-01-0": 7.5, "64-17-5": 500, "7440-36-0": 0.25, "7440-38-2": 0.25,
              "71-43-2": 10, "108-88-3": 10, "75-09-2": 10, "1336-21-6": 10, "64-19-7": 10, "7775-11-3": 0.25,
              "108-95-2": 5, "8007-45-2": 2500}
# Grade by sensitivity E, quantity Q, then process M1 to M4: 一 一般, 较 较大, 重 重大.
GRADES = {("E1", 1): "较较重重", ("E1", 2): "较重重重", ("E1", 3): "重重重重", ("E2", 1): "一较较重", ("E2", 2): "较较重重",
          ("E2", 3): "较重重重", ("E3", 1): "一一较较", ("E3", 2): "一较较重", ("E3", 3): "较较重重"}


def graded(substances, wanted):
    """A water risk grade near the wanted one and its notation, both agreeing with the quantities of the substances."""
    ratio = sum(stock / THRESHOLDS.get(cas, 50) for _, cas, stock in substances)
    level = 0 if ratio < 1 else 1 if ratio < 10 else 2 if ratio < 100 else 3
    if level == 0:
        return "一般", "一般-水(Q0)"
    for grade in dict.fromkeys((wanted, "较大")):
        for sensitivity in ("E2", "E3", "E1"):
            process = GRADES[sensitivity, level].find(grade[0])
            if process >= 0:
                return grade, f"{grade}-水(Q{level}-M{process + 1}-{sensitivity})"
    raise AssertionError(wanted)


def key_enterprises(land, numbers, places, first_serial, surveys_outfalls=True):
    records = []
    for serial, (county, river, fraction, metres, makes, industry, wanted, substances) in enumerate(places,
        first_serial):
        draw = seeded("plant", serial)
        position = land.beside(river, county, fraction, metres, draw)
        word = WORDS[(serial * 11 + 3) % len(WORDS)]
        uscc = numbers.uscc(county)
        risk, notation = graded(substances, wanted)
        water = land.rivers[river].name
        gate = bool(serial % 4)
        record = head(land, numbers, "FXY-3", serial, "企业名称", f"{word}{makes}", position, draw, river)
        # Two of three have surveyed outfalls and a complete assessment; of the rest it is still to be collected.
        assessed = serial % 3 != 0
        at = land.at(river, position)
        outlet = {"lon": round(at[0], 6), "lat": round(at[1], 6)} if assessed and surveys_outfalls else {}
        people = {"5km范围内人口": draw.randint(2_000, 9_000), "500m范围内人口": draw.randint(50, 450),
                  "5km内有军事或涉密区域": "否", "位于岩溶或泄洪泥石流易发区": "否",
                  "毒性气体泄漏监控预警措施": "符合", "符合防护距离情况": "符合", "事故废水收集措施": "符合",
                  "清净废水系统风险防控措施": "符合", "生产废水处理系统风险防控措施": "符合",
                  "废水排放去向": "进入城镇污水处理厂" if industry != "4620" else "直接进入海域或江河湖库",
                  "厂内危险废物环境管理": "符合"}
        records.append(tail(land, {
            **record, "统一社会信用代码": uscc, "法定代表人": person(draw),
            "企业类型": "集中式污水处理厂" if industry == "4620" else "工业企业", "行业代码": industry,
            "排污许可证编号": f"{uscc}001{'P' if risk != '一般' else 'V'}", "关注程度": "省控" if risk == "重大" else "市控",
            "建厂年月": f"{draw.randint(1988, 2016)}-{draw.randint(1, 12):02d}",
            "环境风险物质": _cell([{"name": name, "cas": cas, "max_stock_t": stock} for name, cas, stock in substances]),
            "排放口": _cell([{**outfall, "receiving_water": water, **outlet} for outfall in (
                {"name": "废水总排口", "type": "污水", "gate": True}, {"name": "雨水排口", "type": "雨水", "gate": gate})]),
            "生产工艺": _cell([{"type": PROCESSES.get(industry, "其他"), "sets": 1 + serial % 2}]),
            "环境风险等级": risk, "风险等级表征": notation, "等级划定日期": f"2024-{serial % 9 + 1:02d}-08",
            "近三年违法受罚": "否", "近三年突发环境事件": "无",
            "应急池容积（m³）": draw.choice((300, 600, 1200, 3000, 5000)), "截流措施": "符合" if serial % 5 else "不符合",
            "雨水排水系统风险防控措施": "符合" if gate else "不符合",
            **{title: value if assessed else "" for title, value in people.items()},
            "应急预案备案": "是", "预案备案编号": f"{county}-2024-{serial:03d}-{PLAN_GRADES[risk]}",
            "预案备案日期": f"2024-{serial % 12 + 1:02d}-{serial % 27 + 1:02d}",
        }))
    return records


def _cell(items):
    """A list of objects as the text of one cell."""
    return json.dumps(items, ensure_ascii=False)


def chemical_parks(land, numbers):
    records = []
    for serial, (county, river, fraction, metres, name, level, area, industries, count, pool) in enumerate(PARKS, 1):
        draw = seeded("park", serial)
        position = land.beside(river, county, fraction, metres, draw)
        record = head(land, numbers, "FXY-4", serial, "园区名称", name, position, draw, river)
        records.append(tail(land, {
            **record, "园区级别": level, "管委会": name + "管理委员会", "面积（km²）": area,
            "四至边界": "东至规划东路，南至规划南路，西至规划西路，北至规划北路（虚构）", "主导产业": industries, "企业数（家）": count,
            "园区应急池容积（m³）": pool, "受纳水体": land.rivers[river].name, "一级防控": "已建成", "二级防控": ("在建", "已建成")[serial % 2],
            "三级防控": "在建",
            "一园一策一图": "是" if serial % 2 else "否", "应急预案备案": "是", "预案备案编号": f"{county}-2024-9{serial:02d}-M",
            "园区环境风险等级": ("较大", "重大")[serial % 2],
        }))
    return records


def hazmat_carriers(land, numbers):
    records = []
    for serial, (county, river, fraction, metres, scope, vehicles, goods) in enumerate(CARRIERS, 1):
        draw = seeded("carrier", serial)
        position = land.beside(river, county, fraction, metres, draw, whatever_is_near=True)
        word = WORDS[(serial * 13 + 5) % len(WORDS)]
        record = head(land, numbers, "FXY-6", serial, "企业名称", f"{word}危险货物运输有限公司（虚构）", position, draw)
        records.append(tail(land, {
            **record, "统一社会信用代码": numbers.uscc(county), "道路运输经营许可证号": f"豫交运管许可三字411200900{serial:03d}号",
            "许可有效期": f"202{6 + serial % 3}-12-31", "经营范围": scope, "剧毒化学品": "是" if "氰化钠" in goods else "否",
            "牵引车数（辆）": vehicles // 3, "罐车数（辆）": vehicles - vehicles // 3, "车辆数（辆）": vehicles,
            "核定总载质量（t）": vehicles * 28, "主要运输物质": goods, "主要线路": ("连霍高速G30、国道310", "国道209、三淅高速G59")[serial % 3 == 1],
            "安全负责人": person(draw), "应急预案备案": "是",
        }))
    return records


# County, river, fraction, metres, name, type, level, plant, people in 万人, supply in 万t/d, in use.
WATERS = [
    ("411202", "SMX-HH", .30, 250, "黄河后川水源地（示意）", "河流型", "地级市级", "后川水厂", 18.0, 5.0, "备用"),
    ("411282", "SMX-HNJH", .45, 300, "窄口水库水源地（示意）", "水库型", "县级", "灵宝二水厂", 14.5, 4.0, "在用"),
    ("411282", "SMX-HNJH", .25, 400, "卫家磨水库水源地（示意）", "水库型", "地级市级", "三门峡三水厂", 26.0, 7.5, "在用"),
    ("411203", "SMX-CLJH", .86, 350, "陕州甘棠井群水源地（示意）", "地下水型", "县级", "陕州水厂", 9.2, 2.0, "在用"),
    ("411221", "SMX-JH", .10, 600, "裴窑水库水源地（示意）", "水库型", "县级", "渑池水厂", 10.4, 2.4, "在用"),
    ("411224", "SMX-LH", .56, 200, "洛河城西水源地（示意）", "河流型", "县级", "卢氏水厂", 8.1, 1.8, "在用"),
    ("411224", "SMX-LGH", .46, 150, "五里川镇水源地（示意）", "河流型", "乡镇级", "五里川水厂", 1.3, 0.2, "在用"),
    ("411224", "SMX-QH", .69, 180, "瓦窑沟乡水源地（示意）", "河流型", "乡镇级", "瓦窑沟水厂", 1.1, 0.15, "在用"),
    ("411221", "SMX-HH", .69, 500, "南村引黄水源地（示意）", "河流型", "县级", "义马水厂", 15.2, 4.5, "在用"),
]


def drinking_water_sources(land, numbers):
    records = []
    for serial, (county, river, fraction, metres, name, kind, level, plant, people, supply,
        use) in enumerate(WATERS, 1):
        draw = seeded("water", serial)
        position = land.beside(river, county, fraction, metres, draw)
        record = head(land, numbers, "FXY-1", serial, "水源地名称", name, position, draw, river)
        records.append(tail(land, {
            **record, "水源类型": kind, "级别": level, "使用状态": use, "水厂名称": plant + "（虚构）",
            "服务城镇": land.district_name(county), "服务人口（万人）": people, "设计取水量（万t/d）": supply,
            "实际取水量（万t/d）": round(supply * 0.72, 2) if use == "在用" else 0,
            "取水口名称": name.replace("水源地（示意）", "取水口"),
            "湖库规模": "中型水库" if kind == "水库型" else None,
            "地下水类型": "孔隙水潜水" if kind == "地下水型" else None,
            "地下水规模": "中小型" if kind == "地下水型" else None,
            "一级保护区水域": "取水口上游1000米至下游100米（示意）" if kind == "河流型" else "取水口半径300米范围（示意）",
            "一级保护区陆域": "沿岸纵深50米（示意）", "应急预案备案": "是",
            "批复文号": f"示意〔2019〕{serial}号", "批复日期": f"2019-0{serial % 9 + 1}-15",
            "停止取水响应时间（min）": draw.choice((20, 30, 45, 60)),
        }))
    return records
