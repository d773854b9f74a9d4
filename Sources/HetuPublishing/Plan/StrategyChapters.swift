import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// Writes the chapters of a strategy from a plan.
struct StrategyChapters {
  let plan: RiverPlan
  let today: String
  private let counter = TableCounter()

  private static let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

  /// A number from 1 to 99 in Chinese, a greater one in figures.
  static func numeral(_ number: Int) -> String {
    guard number < 100 else { return "\(number)" }
    let (tens, ones) = (number / 10, number % 10)
    return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + digits[ones]
  }

  /// The numbers of tables, through the whole document.
  private final class TableCounter {
    private var last = 0
    func next() -> Int {
      last += 1
      return last
    }
  }

  /// - Parameter today: the day (`2021-11-15`) by which supplies count as expired.
  init(plan: RiverPlan, today: String) {
    self.plan = plan
    self.today = today
  }

  func all() throws -> [StrategyChapter] {
    [
      general(), river(), targets(), sources(), facilities(), try response(), duties(), monitoring(), support(),
      drills(),
      appendix(),
    ]
  }

  func table(_ caption: String, _ columns: [(String, StrategyTable.Alignment)], _ rows: [[String]])
    -> StrategyTable
  {
    StrategyTable(
      caption: "表 \(counter.next())  \(caption)", columns: columns.map { (title: $0.0, alignment: $0.1) }, rows: rows)
  }

  private func general() -> StrategyChapter {
    let name = plan.river.name
    let districts = plan.ownDistricts.map(\.name)
    let foreign = plan.notified.filter { !$0.isOwn }
    let neighbours = ["上游", "沿河", "下游"].compactMap { relation -> String? in
      let names = foreign.filter { $0.relation == relation }.map(\.district.name)
      return names.isEmpty ? nil : "\(relation)的\(names.joined(separator: "、"))"
    }
    return StrategyChapter(
      title: "总则",
      paragraphs: [
        "为有效应对\(name)突发水污染事件，按照“以空间换时间，以时间保安全”的思路，依据已登记的风险源、敏感目标、环境应急空间与设施编制本方案。",
        "本方案适用于\(name)\(districts.isEmpty ? "" : "流经的本辖区\(districts.joined(separator: "、"))")内突发水污染事件的先期处置。"
          + (neighbours.isEmpty ? "" : "毗邻地区（\(neighbours.joined(separator: "，"))）不在本方案处置范围，为通报和联动对象。")
          + "涉及跨行政区域影响的，同时执行上下游联防联控机制和当地人民政府突发环境事件应急预案。",
        "里程自河口起算，沿图上河线量算，如 K12+300 为距河口 12.3 km；岸别面向下游确定；离河距离为到图上河线的最短距离。",
      ], tables: [])
  }

  private func river() -> StrategyChapter {
    // Reaches that all go by the river's name are told by their codes.
    let reachNames = Set(plan.reaches.map(\.record.name))
    let stretches = table(
      "\(plan.river.name)分段（按监测断面和区县界；跨分界的在各段分别计数）",
      [
        ("序号", .number), ("起点", .text), ("终点", .text), ("起点里程（km）", .number), ("终点里程（km）", .number),
        ("长度（km）", .number), ("所在区县", .text), ("风险源", .number), ("敏感目标", .number), ("设施", .number),
      ],
      plan.stretches.map { stretch in
        [
          "\(stretch.number)", stretch.fromName, stretch.toName, FixedDecimal.text(stretch.fromKm, 1),
          FixedDecimal.text(stretch.toKm, 1),
          FixedDecimal.text(stretch.fromKm - stretch.toKm, 1), stretch.district ?? "—", "\(stretch.sourceCount)",
          "\(stretch.targetCount)", "\(stretch.facilityCount)",
        ]
      })
    let hydrology = table(
      "河段水文（丰／平／枯水期）",
      [
        ("河段", .text), ("里程（km）", .number), ("类型", .text), ("流速（m/s）", .place), ("流量（m³/s）", .place),
        ("河宽（m）", .place), ("水深（m）", .place),
      ],
      plan.reaches.map { reach in
        func figures(_ quantity: String, _ unit: String, _ decimals: Int) -> String {
          Self.bySeason(
            Season.allCases.reduce(into: [:]) { $0[$1] = reach.record["\(quantity)_\($1.rawValue)_\(unit)"].number },
            decimals)
        }
        return [
          reachNames.count == plan.reaches.count ? reach.record.name : reach.record.code,
          "\(FixedDecimal.text(reach.riverKm, 1))—\(FixedDecimal.text(reach.lowerKm, 1))",
          PlanWords.text(reach.record["river_type"]), figures("speed", "m_s", 2), figures("flow", "m3_s", 2),
          figures("width", "m", 1), figures("depth", "m", 2),
        ]
      })
    let borders = plan.borders.filter(\.isKnown).map { "\($0.name)（\(RiverPlan.spoken($0.riverKm))）" }.joined(
      separator: "、")
    return StrategyChapter(
      title: "河流概况",
      paragraphs: borders.isEmpty ? [] : ["河流自上而下经过的行政区界：\(borders)。"], tables: [stretches, hydrology])
  }

  private func targets() -> StrategyChapter {
    StrategyChapter(
      title: "环境敏感目标", paragraphs: [],
      tables: [
        table(
          "环境敏感目标（自上而下）",
          [
            ("名称", .text), ("类型", .text), ("位置", .place), ("离河（m）", .number), ("服务或影响人口", .number),
            ("停止取水（min）", .number), ("值班电话", .phone),
          ],
          plan.targets.map { item in
            let record = item.record
            let people =
              record["population_served_10k"].number.map { "\(PlanWords.number($0, 2)) 万人" } ?? record["population"]
              .number.map { "\(PlanWords.number($0, 0)) 人" } ?? "—"
            return [
              record.name + (plan.foreign.contains(record.reference) ? "（辖区外）" : ""),
              record["target_class"].text ?? record["source_type"].text ?? record["zone_level"].text.map { "\($0)保护区" }
                ?? record.kind.title, item.place,
              FixedDecimal.text(item.offsetMetres, 0), people, PlanWords.number(record["close_time_min"], 0),
              PlanWords.phone(record),
            ]
          })
      ])
  }

  private func sources() -> StrategyChapter {
    func rows(_ threats: [RiverPlan.Threat]) -> [[String]] {
      threats.map { threat in
        let record = threat.source.record
        return [
          record.name, record.kind.title,
          record.kind.gradeProperty.flatMap { record[$0].text } ?? (record.kind.gradeProperty == nil ? "不适用" : "未定"),
          threat.source.place,
          FixedDecimal.text(threat.source.offsetMetres, 0), PlanWords.substances(record),
          threat.target?.record.name ?? "—", threat.targetPathKm.map { FixedDecimal.text($0, 1) } ?? "—",
          PlanWords.phone(record),
        ]
      }
    }
    let columns: [(String, StrategyTable.Alignment)] = [
      ("名称", .text), ("类别", .text), ("等级", .place), ("位置", .place), ("离河（m）", .number), ("主要物质", .text),
      ("下游最近敏感目标", .text), ("沿河距离（km）", .number), ("电话", .phone),
    ]
    return StrategyChapter(
      title: "环境风险源识别与分析",
      paragraphs: ["沿河距离为风险源与敏感目标在河道上的里程差，沿河有长度的（沿河段、厂区）自其下端量算；风险源至河道的入河路径长度未计入，按离河距离另行考虑。"],
      tables: [
        table("固定风险源（自上而下）", columns, rows(plan.sources)),
        table("移动风险源（穿越点和沿河段，自上而下）", columns, rows(plan.mobileSources)),
      ])
  }

  private func facilities() -> StrategyChapter {
    let drinking = plan.facilities.map(\.record).compactMap { record in
      plan.drinkingWaterReasons[record.code].map { "\(record.name)（\($0)）" }
    }
    let foreign = plan.foreignHoldingFacilities.map {
      "\($0.record.name)（\(PlanWords.number($0.record["usable_volume_10k_m3"], 1)) 万m³）"
    }
    return StrategyChapter(
      title: "环境应急空间与设施",
      paragraphs: [
        "\(plan.ownFacilityCount == plan.facilities.count ? "沿线" : "本辖区内")已知可用容积合计 \(PlanWords.number(plan.knownVolume10kCubicMetres, 1)) 万m³，取自有数据的 \(plan.holdingFacilities.count) 处设施，容积未知的未计入。"
          + (foreign.isEmpty ? "" : "辖区外的\(foreign.joined(separator: "、"))未计入，启用须经上级或毗邻地区协调。"),
        drinking.isEmpty
          ? "饮用水水源不得用于存放污染水体；沿线设施未登记为饮用水水源。"
          : "饮用水水源不得用于存放污染水体：\(drinking.joined(separator: "、"))按饮用水水源对待，容积不计入，也不作为拦截点。",
      ],
      tables: [
        table(
          "环境应急空间与设施（自上而下）",
          [
            ("名称和编号", .text), ("类型", .text), ("位置", .place), ("功能", .text), ("可用容积（万m³）", .number),
            ("启用（min）", .number), ("管理单位", .text), ("值班电话", .phone),
          ],
          plan.facilities.map { item in
            let record = item.record
            return [
              "\(record.name) \(record.code)\(plan.foreign.contains(record.reference) ? "（辖区外）" : "")",
              PlanWords.text(record["facility_class"]), item.place,
              PlanWords.functions(of: record).joined(separator: "、").nilIfEmpty ?? "—",
              PlanWords.number(record["usable_volume_10k_m3"], 1)
                + (plan.drinkingWaterFacilities.contains(record.code) ? "（不计）" : ""),
              PlanWords.number(record["opening_time_min"], 0),
              PlanWords.text(record["operator"]), PlanWords.phone(record),
            ]
          })
      ])
  }

  private func response() throws -> StrategyChapter {
    let threats = (plan.sources + plan.mobileSources).sorted {
      ($1.source.riverKm, $0.source.record.code) < ($0.source.riverKm, $1.source.record.code)
    }
    return try StrategyChapter(
      title: "典型情景与应急响应",
      paragraphs: [
        "发生泄漏后，先切断污染源，再截断上游清水、减少污染团体积，按下表自上而下启用下游拦截点。表中列出每处风险源下游第一处能拦断河道的设施和第一个敏感目标；设施在敏感目标上游的，方有条件先行拦截，是否来得及须按时间核算，见各情景“水与人的赛跑”表。"
      ] + scenarioParagraphs(),
      tables: [
        table(
          "各风险源下游的第一处设施和第一个敏感目标",
          [
            ("风险源", .text), ("位置", .place), ("第一处设施", .text), ("距离（km）", .number), ("可用容积（万m³）", .number),
            ("第一个敏感目标", .text), ("距离（km）", .number), ("目标上游有无拦截点", .text),
          ],
          threats.map { threat in
            [
              threat.source.record.name, threat.source.place, threat.facility?.record.name ?? "—",
              threat.facilityPathKm.map { FixedDecimal.text($0, 1) } ?? "—",
              threat.facility.map { PlanWords.number($0.record["usable_volume_10k_m3"], 1) } ?? "—",
              threat.target?.record.name ?? "—", threat.targetPathKm.map { FixedDecimal.text($0, 1) } ?? "—",
              Self.shielding(threat),
            ]
          })
      ], sections: plan.scenarios.isEmpty ? [] : [sharedSection()] + plan.scenarios.map(scenarioSection))
  }

  private static func shielding(_ threat: RiverPlan.Threat) -> String {
    guard threat.target != nil else { return "下游无登记目标" }
    return threat.isShielded ? "有，须核算时间" : "无，须另设"
  }

  private func duties() -> StrategyChapter {
    func contacts(_ isOwn: Bool) -> [[String]] {
      plan.notified.filter { $0.isOwn == isOwn }.map { notified in
        let record = notified.district
        return [
          record.name, notified.relation, record["ecology_bureau"].text ?? "生态环境主管部门", PlanWords.phone(record),
          record["government_phone"].text ?? "—",
        ]
      }
    }
    let columns: [(String, StrategyTable.Alignment)] = [
      ("行政区", .text), ("关系", .place), ("单位", .text), ("值班电话", .phone), ("政府值班电话", .phone),
    ]
    let mechanisms = plan.mechanisms.filter { ["联防联控", "上下游联动协议", "应急值守", "信息报告"].contains($0["category"].text ?? "") }
    return StrategyChapter(
      title: "组织指挥、信息报告与通报",
      paragraphs: [
        "接报单位立即核实，初步判断事件等级，按时限向本级人民政府和上一级生态环境主管部门报告；可能影响相邻行政区域的，同时向相邻区域同级生态环境主管部门通报。",
        (plan.audience == .public ? "" : "行政区清单没有填值班电话的，取应急管理队伍清单中该区县的值班电话。") + "下游指本河和情景中水流继续到达的河流的下游。",
        "信息报告规则引自《突发环境事件信息报告办法》（环境保护部令第17号），使用前请与正式文本核对。",
      ],
      tables: [
        table("本辖区区县的报告和调度单位", columns, contacts(true)),
        table("毗邻地区的通报单位", columns, contacts(false)),
        table(
          "有关制度机制", [("名称", .text), ("类别", .text), ("发文单位", .text), ("文号", .text)],
          mechanisms.map {
            [$0.name, PlanWords.text($0["category"]), PlanWords.text($0["issuer"]), PlanWords.text($0["doc_no"])]
          }),
      ] + reportingTables())
  }

  private func monitoring() -> StrategyChapter {
    StrategyChapter(
      title: "应急监测",
      paragraphs: ["以事发点上游最近断面为对照断面，以下游各断面、取水口和区县界为控制断面；污染团前锋到达前加密监测，达标后按指挥部要求调整频次。"],
      tables: [
        table(
          "监测断面（自上而下）",
          [
            ("断面", .text), ("级别", .text), ("跨界", .text), ("位置", .place), ("水质目标", .text), ("水质现状", .text),
          ],
          plan.sections.map { item in
            let record = item.record
            return [
              record.name, PlanWords.text(record["section_level"]), PlanWords.text(record["border_type"]), item.place,
              PlanWords.text(record["water_quality_target"]), PlanWords.text(record["water_quality_current"]),
            ]
          })
      ])
  }

  private func support() -> StrategyChapter {
    let listed = PlanQuestion.listedResources
    let expired = plan.expiredSupplyCount(on: today)
    let paragraphs = [
      "距离为驻地或储备点到图上河线的直线距离，仅供调度排序；行程以实际道路为准。"
        + (max(plan.teams.count, plan.supplies.count) > listed ? "两表各列最近的 \(listed) 项，全部见 plan.json。" : ""),
      expired == 0 ? nil : "登记的物资中有 \(expired) 批已过期，调用前须核对，并由储备单位轮换。",
    ]
    func distance(_ resource: RiverPlan.Resource) -> String {
      resource.distanceMetres.map { FixedDecimal.text($0 / 1_000, 1) } ?? "—"
    }
    return StrategyChapter(
      title: "应急保障", paragraphs: paragraphs.compactMap { $0 },
      tables: [
        table(
          "应急队伍（由近到远）", [("名称", .text), ("类别", .text), ("距离（km）", .number), ("联系人", .place), ("电话", .phone)],
          plan.teams.prefix(PlanQuestion.listedResources).map { resource in
            [
              resource.record.name, resource.record.kind.title, distance(resource),
              PlanWords.text(resource.record["contact"]), PlanWords.phone(resource.record),
            ]
          }),
        table(
          "应急物资（由近到远）",
          [
            ("物资", .text), ("规格", .text), ("数量", .number), ("单位", .text), ("储备点", .text), ("距离（km）", .number),
            ("到期日", .place), ("电话", .phone),
          ],
          plan.supplies.prefix(PlanQuestion.listedResources).map { resource in
            let record = resource.record
            return [
              record.name, PlanWords.text(record["model"]), PlanWords.number(record["quantity"], 1),
              PlanWords.text(record["unit"]), PlanWords.text(record["depot"]), distance(resource),
              PlanWords.text(record["expires_on"]) + (resource.isExpired(on: today) ? " 已过期" : ""),
              PlanWords.phone(record),
            ]
          }),
      ])
  }

  private func drills() -> StrategyChapter {
    let unverified = plan.unverifiedCount
    return StrategyChapter(
      title: "演练与更新",
      paragraphs: [
        "每年至少开展一次桌面推演或实战演练，核对设施启用时间、值班电话和拦截效果，修正登记库后重新生成本方案。",
        "\(unverified == 0 ? "" : "沿线风险源和设施中有 \(unverified) 处没有核实日期，应优先核实。")登记库改动后应重新生成本方案，旧版同时作废。",
      ], tables: [])
  }

  private func appendix() -> StrategyChapter {
    StrategyChapter(
      title: "附图、附表与资料来源",
      paragraphs: [
        "附图：指挥示意图（指挥示意图.pdf）。附表数据：plan.json；图上对象：data.geojson（WGS 84 经纬度，与 2000 国家大地坐标系等同使用）。",
        "全部数字取自登记库或由登记库的图形量算；登记库没有的列为资料缺口，未作推断。表中“—”为没有资料。",
      ] + (plan.assessments.isEmpty ? [] : ["等级计算说明列登记等级最高的至多 \(PlanQuestion.explainedSources) 处风险源。"]),
      tables: [
        table(
          "资料缺口汇总", [("章", .text), ("缺少", .text), ("收集渠道", .text)],
          plan.gaps.map { [Self.numeral($0.chapter), $0.what, $0.from] })
      ], sections: [explanations()].compactMap { $0 })
  }
}
