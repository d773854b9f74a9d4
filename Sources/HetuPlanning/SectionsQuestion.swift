import HetuGeometry
import HetuHydrology
import HetuRegistry
import HetuSchemas

/// How do monitoring sections and district borders cut a river, and what lies along each stretch?
public struct SectionsQuestion: Sendable {
  let river: String
  let withinMetres: Double
  let audience: Audience

  /// The stretches of a river, with what lies within a distance of it.
  public init(river: String, withinMetres: Double = CorridorQuestion.defaultMetres, audience: Audience = .internal) {
    self.river = river
    self.withinMetres = withinMetres
    self.audience = audience
  }

  /// A place where a river is cut.
  struct Cut {
    let km: Double
    let name: String
    let isBorder: Bool
  }

  /// A stretch between two cuts.
  struct Stretch {
    let number: Int
    let from: Cut
    let to: Cut
    let district: String?
    let encounters: [CorridorQuestion.Encounter]
    var lengthKm: Double { from.km - to.km }
  }

  /// The stretches from source to mouth, each with its counts of what lies along it.
  public func answer(from water: Water) throws -> Answer {
    let registry = water.registry
    let network = try water.network()
    let river = try network.network.rivers.river(self.river)
    let stretches = try stretches(of: river, registry)
    let kinds = registry.questioned([]).filter { kind in
      kind.name != "monitoring_section" && stretches.contains { $0.encounters.contains { $0.record.kind == kind } }
    }
    var answer = Answer(
      question: [
        .init("question", .string("sections")), .init("river", .string(river.name)),
        .init("river_code", .string(river.code)),
        .init("length_km", .decimal(river.lengthKm, 3)), .init("within_m", .decimal(withinMetres, 1)),
        .init(
          "method",
          .string(
            "cut at monitoring sections and where the drawn line passes from one district into another; kilometres from the mouth;"
              + " likely hours of the peak through the stretch by season; sources within reach upstream on tributaries that join"
          )),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ],
      figures: [
        .river, .from, .to, .length, Figure(name: "district", title: "所在区县"),
        Figure(name: "from_name", title: "起点"),
        Figure(name: "to_name", title: "终点"),
      ] + kinds.map { Figure(name: "count_\($0.name)", title: $0.title) }
        + Season.allCases.map {
          Figure(name: "hours_\($0.rawValue)", title: "\($0.title)流经", unit: "h", decimals: 2)
        }
        + [
          Figure(name: "tributaries", title: "汇入支流"),
          Figure(name: "tributary_sources", title: "支流风险源"),
          Figure(name: "members", title: "沿线对象"),
        ])
    let ways = try Season.allCases.map { try CourseHours(along: river, in: $0, water) }
    let tributaries = try network.network.tributaries(of: river)
    let sourceCounts = try sourceCounts(on: tributaries, water)
    answer.rows = stretches.map { stretch in
      let path = river.slice(fromKm: stretch.from.km, toKm: stretch.to.km)
      let counts = kinds.map { kind in
        Value.integer(Int64(stretch.encounters.count { $0.record.kind == kind }))
      }
      let joining = tributaries.indices.filter { number in
        let km = tributaries[number].joinsKm
        return (km <= stretch.from.km && km > stretch.to.km) || (km == stretch.to.km && km == 0)
      }
      let members = stretch.encounters.filter { $0.record.kind.name != "monitoring_section" }.map {
        audience.view($0.record).name
      }
      let place: [Value] = [
        .text(river.name), .real(stretch.from.km), .real(stretch.to.km), .real(stretch.lengthKm),
        stretch.district.map(Value.text) ?? .null, .text(stretch.from.name), .text(stretch.to.name),
      ]
      let hours = ways.map { way in
        way.hours(fromKm: stretch.from.km, toKm: stretch.to.km).map(Value.real) ?? .null
      }
      let names = joining.map { Self.text(tributaries[$0]) }.joined(separator: "、")
      let inflow: [Value] = [.text(names), .integer(Int64(joining.reduce(0) { $0 + sourceCounts[$1] }))]
      return AnswerRow(
        kind: "stretch", title: "河段", code: "\(river.code)-S\(stretch.number)",
        name: "\(stretch.from.name)—\(stretch.to.name)",
        geometry: path.count == 1 ? .lineString(path[0]) : .multiLineString(path),
        figures: place + counts + hours + inflow + [.text(members.joined(separator: "、"))])
    }
    answer.warnings = river.warnings.map { AnswerWarning($0.message, $0.reachCodes.first.map { "river_reach/\($0)" }) }
    if try registry.count(of: try registry.kind("district")) == 0 {
      answer.warnings.append(AnswerWarning("登记库中没有行政区，未按区县界分段；请导入行政区边界"))
    }
    if !stretches.contains(where: { !$0.from.isBorder && $0.from.name != Self.source }) {
      answer.warnings.append(AnswerWarning("\(river.name)沿线没有监测断面；请导入监测断面"))
    }
    return answer
  }

  private static func text(_ tributary: RiverNetwork.Tributary) -> String {
    "\(tributary.name)（\(RiverPlan.spoken(tributary.joinsKm)) \(tributary.bank.title)）"
  }

  /// How many risk sources lie along the water of each tributary.
  private func sourceCounts(on tributaries: [RiverNetwork.Tributary], _ water: Water) throws -> [Int] {
    let kinds = water.registry.kinds.all.filter {
      $0.group == .riskSource && $0.geometry != nil && !PlanQuestion.targetKinds.contains($0.name)
    }
    let subjects = try water.subjects(kinds, withinMetres: withinMetres, audience: audience)
    let network = try water.network()
    return try tributaries.map { tributary in
      try network.network.trace(
        from: tributary.above, TraceQuestion(direction: .upstream, closed: network.closed), meeting: subjects.index
      ).encounters.count { subjects[$0].record != nil }
    }
  }

  static let source = "源头"
  static let mouth = "河口"

  func stretches(of river: River, _ registry: Registry) throws -> [Stretch] {
    let corridor = CorridorQuestion(rivers: [river.code], withinMetres: withinMetres, audience: audience)
    let encounters = try corridor.encounters(along: river, registry)
    let districts = try DistrictMap(registry)
    var cuts = districts.borders(along: river).map { Cut(km: $0.km, name: $0.name, isBorder: true) }
    for encounter in encounters where encounter.record.kind.name == "monitoring_section" {
      cuts.append(Cut(km: encounter.nearest.riverKm, name: encounter.record.name, isBorder: false))
    }
    cuts.sort { ($0.km, $1.name) > ($1.km, $0.name) }
    // Cuts less than 1 m apart are one place: of a section on a border the section names it.
    var ends = [Cut(km: river.lengthKm, name: Self.source, isBorder: true)]
    for cut in cuts where cut.km < river.lengthKm - 0.001 && cut.km > 0.001 {
      if let last = ends.last, last.km - cut.km < 0.001, ends.count > 1 {
        if last.isBorder { ends[ends.count - 1] = cut }
      } else {
        ends.append(cut)
      }
    }
    ends.append(Cut(km: 0, name: Self.mouth, isBorder: true))
    return zip(ends, ends.dropFirst()).enumerated().map { number, pair in
      let (from, to) = pair
      let middle = river.position(atRiverKm: (from.km + to.km) / 2)
      return Stretch(
        number: number + 1, from: from, to: to, district: middle.flatMap { districts.district(at: $0)?.name },
        encounters: encounters.filter { encounter in
          // What stands on a cut belongs to the stretch below it; what covers kilometres belongs to each stretch it touches.
          if encounter.isPoint {
            let km = encounter.fromKm
            return (km <= from.km && km > to.km) || (km == to.km && to.km == 0)
          }
          return encounter.fromKm > to.km && encounter.toKm < from.km
        })
    }
  }
}
