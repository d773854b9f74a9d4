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
  public func answer(from registry: Registry) throws -> Answer {
    let river = try registry.river(self.river)
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
            "cut at monitoring sections and where the drawn line passes from one district into another; kilometres from the mouth"
          )),
        .init("crs", .string("EPSG:4490")), .init("audience", .string(audience.rawValue)),
      ],
      figures: [
        .river, .from, .to, .length, Figure(name: "district", title: "所在区县", unit: nil, decimals: 0),
        Figure(name: "from_name", title: "起点", unit: nil, decimals: 0),
        Figure(name: "to_name", title: "终点", unit: nil, decimals: 0),
      ] + kinds.map { Figure(name: "count_\($0.name)", title: $0.title, unit: nil, decimals: 0) }
        + [Figure(name: "members", title: "沿线对象", unit: nil, decimals: 0)])
    answer.rows = stretches.map { stretch in
      let path = river.slice(fromKm: stretch.from.km, toKm: stretch.to.km)
      let counts = kinds.map { kind in
        Value.integer(Int64(stretch.encounters.count { $0.record.kind == kind }))
      }
      let members = stretch.encounters.filter { $0.record.kind.name != "monitoring_section" }.map {
        audience.view($0.record).name
      }
      return AnswerRow(
        kind: "stretch", title: "河段", code: "\(river.code)-S\(stretch.number)",
        name: "\(stretch.from.name)—\(stretch.to.name)",
        geometry: path.count == 1 ? .lineString(path[0]) : .multiLineString(path),
        figures: [
          .text(river.name), .real(stretch.from.km), .real(stretch.to.km), .real(stretch.lengthKm),
          stretch.district.map(Value.text) ?? .null, .text(stretch.from.name), .text(stretch.to.name),
        ] + counts + [.text(members.joined(separator: "、"))])
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
