"""Teams, supplies, mechanisms and the two ledgers: every person, number and document is invented."""

from .codes import WORDS, person
from .geodesy import to_degrees, to_plane
from .places import COUNTY_SEATS, seeded
from .risk_lists import REMARK, SURVEYED

COUNTIES = ("411202", "411203", "411221", "411224", "411281", "411282")
FIELDS = ("水污染处置", "大气", "重金属", "危险废物", "尾矿库", "化工工艺", "环境监测", "水文水利", "风险评估", "损害评估", "法律", "水污染处置")
GEAR = ("堵漏工具", "围油栏", "便携式潜水泵", "防化服", "正压式空气呼吸器", "吸油毡")


def seat(land, county, *words):
    """A position within about two kilometres of the county's seat."""
    draw = seeded("seat", county, *words)
    x, y = to_plane(COUNTY_SEATS[county])
    while True:
        position = to_degrees((x + draw.uniform(-1.5, 1.5), y + draw.uniform(-1.5, 1.5)))
        if land.district(position) == county:
            return position


def opening(land, list_code, serial, county, headers, name, position):
    """The columns that open every record; `headers` are those of the name and the address."""
    return {"编号": f"{list_code}-{county}-{serial:04d}", headers[0]: name, "行政区划代码": county,
            headers[1]: land.address(position), "position": position}


def closing(land, county):
    unit = land.district_name(county) if county != "411200" else ""
    return {"填报单位": f"三门峡市生态环境局{unit}{'分局' if unit else ''}", "填报人": person(seeded("reporter", unit)),
            "填报时间": SURVEYED, "状态": "已报", "备注": REMARK}


def management_teams(land, numbers):
    records = []
    for serial in range(1, 15):
        county = COUNTIES[serial % 6]
        draw = seeded("management", serial)
        position, unit = seat(land, county, "bureau"), f"{land.district_name(county)}生态环境分局（示意）"
        office = ("环境应急办公室", "执法大队", "环境监测站")[serial // 6]
        name = person(draw)
        records.append({
            **opening(land, "DW-1", serial, county, ("机构名称", "详细地址"), f"{land.district_name(county)}{office}（示意）",
                position), "单位": unit,
            "姓名": name, "职务": draw.choice(("主任", "副主任", "大队长", "站长")),
            "职称": draw.choice(("工程师", "高级工程师", "助理工程师")), "手机": numbers.mobile(), "值班电话": numbers.landline(),
            "编制人数（人）": 12 + serial % 5, "实有人数（人）": 9 + serial % 5, **closing(land, county)})
    return records


def experts(land, numbers):
    records = []
    for serial, field in enumerate(FIELDS, 1):
        county = COUNTIES[serial % 6]
        draw = seeded("expert", serial)
        position, name = seat(land, county, "expert", serial), person(draw)
        records.append({
            **opening(land, "DW-2", serial, county, ("姓名", "单位地址"), name, position), "性别": draw.choice("男女"),
            "出生年月": f"{draw.randint(1962, 1988)}-{draw.randint(1, 12):02d}",
            "单位": f"{WORDS[serial]}环境技术研究所（虚构）", "职务职称": draw.choice(("高级工程师", "教授", "正高级工程师")),
            "专业领域": field, "专家级别": draw.choice(("省级", "市级", "市级")), "聘期起": "2024-01-01", "聘期止": "2026-12-31",
            "手机": numbers.mobile(), "居住城市": draw.choice(("三门峡市", "三门峡市", "洛阳市", "郑州市")),
            **closing(land, county)})
    return records


def monitoring_units(land, numbers):
    records = []
    for serial in range(1, 7):
        county = COUNTIES[serial - 1]
        draw = seeded("laboratory", serial)
        position = seat(land, county, "laboratory")
        records.append({
            **opening(land, "DW-3", serial, county, ("单位名称", "实验室地址"), f"{WORDS[serial + 9]}检测技术有限公司（虚构）", position),
            "统一社会信用代码": numbers.uscc(county), "CMA证书编号": f"23160300{9000 + serial}",
            "CMA有效期": f"20{27 + serial % 3}-06-30", "检测参数": "pH、溶解氧、COD、氨氮、氰化物、铅、镉、砷、锑、石油类",
            "采样人员数（人）": 6 + 2 * serial, "负责人": person(draw),
            "联系电话": numbers.mobile(), "24小时值班电话": numbers.landline(), "协议有效期": "2026-12-31",
            **closing(land, county)})
    return records


def rescue_teams(land, numbers, plants):
    records = []
    for serial, plant in enumerate(plants, 1):
        draw = seeded("rescue", serial)
        county = plant["行政区划代码"]
        records.append({
            **opening(land, "DW-4", serial, county, ("队伍名称", "驻地地址"), f"{plant['企业名称']}应急救援队", plant["position"]),
                "所属企业": plant["企业名称"],
            "队伍类型": "专职" if serial % 3 == 1 else "兼职", "人数（人）": 8 + serial * 2, "队长": person(draw),
            "联系电话": numbers.mobile(), "24小时值班电话": numbers.landline(), "装备": "、".join(draw.sample(GEAR, 3)),
            "擅长": draw.choice(("堵漏", "围控", "吸附", "中和", "消防")), "可外援": "是" if serial % 4 else "否",
            "响应时间（min）": draw.choice((20, 30, 40)), **closing(land, county)})
    return records


# Item, model, work mode, function, unit, quantity, share of active matter in per cent, shelf life in months.
ITEMS = [
    ("聚合氯化铝", "工业级", "污染物降解", "絮凝剂", "t", 20, 28, 24), ("粉末活性炭", "200目", "污染物降解", "吸附剂", "t", 12, 95, 36),
    ("围油栏", "PVC 900型", "污染物控制", "围油栏", "m", 600, None, 60), ("吸油毡", "PP-2", "污染物收集", "吸油毡", "kg", 800, None, 60),
    ("编织沙袋", "50×90cm", "污染源切断", "沙袋", "个", 6000, None, 36), ("生石灰", "块状", "污染物降解", "中和剂", "t", 30, 85, 6),
    ("硫化钠", "工业级60%", "污染物降解", "氧化还原剂", "t", 5, 60, 12), ("潜水泵", "300m³/h", "污染物收集", "水泵", "台", 6, None, 120),
    ("充气围堰", "1.2m高", "污染源切断", "充气围堰", "套", 2, None, 60), ("次氯酸钠", "10%", "污染物降解", "解毒剂", "t", 8, 10, 3),
    ("防化服", "A级", "安全防护", "防护服", "套", 16, None, 60), ("聚合硫酸铁", "液体", "污染物降解", "絮凝剂", "t", 25, 11, 12),
]


def supplies(land, numbers, list_code, owners, kinds_each):
    """`owners` are tuples of a county, the name of the depot, its position and its owner's name."""
    records, serial = [], 0
    for number, (county, depot, position, owner) in enumerate(owners):
        keeper, phone = person(seeded("keeper", list_code, number)), numbers.mobile()
        for step in range(kinds_each):
            serial += 1
            name, model, mode, function, unit, quantity, purity, months = ITEMS[(number * 5 + step * 7) % len(ITEMS)]
            draw = seeded("supply", list_code, serial)
            year = draw.randint(2023, 2025) if months > 12 else 2025
            month = draw.randint(1, 12) if year < 2025 else 1
            last = year * 12 + month - 1 + months
            records.append({
                **opening(land, list_code, serial, county, ("物资名称", "储备点地址"), name, position), "物资库名称": depot,
                **({"所属企业": owner} if list_code == "WZ-2" else {"所属单位": owner}),
                "储备方式": draw.choice(("自储", "自储", "代储", "协议储备")), "规格型号": model, "作业方式": mode, "资源功能": function,
                "数量": quantity * draw.choice((1, 1, 2)) // (1 if list_code == "WZ-1" else 2) or 1, "单位": unit,
                "有效成分（%）": purity, "生产日期": f"{year}-{month:02d}-10", "保质期（月）": months,
                "到期日": f"{last // 12}-{last % 12 + 1:02d}-10", "装车时间（min）": draw.choice((20, 30, 45)),
                "最近盘点日期": SURVEYED, "管理人": keeper, "联系电话": phone, **closing(land, county)})
    return records


MECHANISMS = [
    ("环境应急值守制度", "应急值守", "市"), ("突发环境事件信息报告制度", "信息报告", "市"), ("环境安全隐患排查治理制度", "隐患排查", "市"),
    ("黄河晋陕豫交界水污染联防联控协议", "联防联控", "市"), ("洛河上下游水污染联防联控协议", "联防联控", "县"),
    ("老灌河淇河跨市联动协议", "上下游联动协议", "县"), ("环境应急专家管理办法", "专家管理", "市"), ("环境应急物资管理办法", "物资管理", "市"),
    ("应急监测工作规程", "应急监测", "市"), ("应急预案备案管理办法", "预案管理", "县"), ("环境应急培训演练制度", "培训演练", "县"),
    ("突发环境事件调查评估办法", "调查评估", "市"),
]


def mechanisms(land):
    return [{"编号": f"ZD-411200-{serial:04d}", "制度机制名称": name + "（示意）", "类别": category, "级别": level, "行政区划代码": "411200",
             "发文单位": "三门峡市生态环境局（示意）", "文号": f"示意环〔2024〕{serial}号", "印发日期": f"2024-{serial:02d}-20",
             "有效期": "2027-12-31", "主要内容": f"示意文本：规定{category}的职责、流程和时限。", "落实情况": ("已落实", "正在落实")[serial % 4 == 0],
             **closing(land, "411200")} for serial, (name, category, level) in enumerate(MECHANISMS, 1)]


PROBLEMS = [
    ("应急物资台账与库存不一致", "逐库盘点并更新台账"), ("部分尾矿库下游截流设施缺少图件", "补测截流设施位置并上图"), ("值班电话变更未及时报备", "每月核对一次值班电话"),
    ("企业预案超过三年未修订", "督促企业修订并重新备案"), ("活性炭超过保质期", "更换并按季度轮换"), ("跨界断面通报联系人缺失", "与下游分局核对联系人"),
    ("未开展夜间应急演练", "年底前组织一次夜间演练"), ("园区雨水总排口无闸门", "列入园区改造计划"), ("应急监测车设备未检定", "送检并建立检定台账"),
    ("河流环境应急空间未现场踏勘", "组织水利、环境联合踏勘"),
]
MEASURES = [
    ("“一河一策一图”编制工作机制", "明确牵头科室、踏勘分工和更新周期。"), ("环境应急物资轮换制度", "按保质期每季度轮换并公示。"),
    ("上下游信息通报制度", "发生跨界影响可能时按时限通报下游。"), ("尾矿库汛期巡查制度", "汛期每日巡查并报送结果。"), ("应急监测联动机制", "监测中心与社会检测机构签订协议。"),
    ("应急预案抽查评估制度", "每年抽查不少于三分之一。"), ("环境应急专家库管理制度", "按专业分组，两年一聘。"), ("应急演练评估制度", "演练后十日内形成评估报告。"),
]


BASES = ("日常环境应急管理工作研究部署", "法律法规职责落实", "本地突发环境事件应对情况", "队伍建设年要求")


def problems(land):
    records = []
    for serial, (problem, measure) in enumerate(PROBLEMS, 1):
        county = COUNTIES[serial % 6]
        records.append({"编号": f"TZ-{county}-{serial:04d}", "问题概况": problem + "（示意）", "整改措施": measure,
                        "责任单位": f"{land.district_name(county)}生态环境分局（示意）", "责任人": person(seeded("problem", serial)),
                        "完成时限": f"2025-{6 + serial % 6:02d}-30", "整改进展": ("已完成", "正在整改", "已制定方案")[serial % 3],
                        "台账状态": ("已销账", "整改中", "挂账")[serial % 3], "整改类型": ("短期", "立查立改", "中长期")[serial % 3],
                        "对照依据": BASES[serial % 4], "行政区划代码": county, **closing(land, county)})
    return records


def measures(land):
    return [{"编号": f"CS-411200-{serial:04d}", "制度措施名称": name + "（示意）", "主要内容": content,
             "落实情况": ("已印发执行", "正在征求意见")[serial % 3 == 0], "行政区划代码": "411200",
             **closing(land, "411200")} for serial, (name, content) in enumerate(MEASURES, 1)]
