import HetuCartography
import HetuExchange
import HetuGeometry
import HetuHydrology
import HetuPlanning
import HetuRegistry
import HetuSchemas

/// All that is on a plan's map as KML 2.2 (OGC 07-147r2) for phones: a folder a kind, colours of the map sheet, the card's text
/// behind each name. Longitude and latitude in WGS 84, to which CGCS2000 counts as equal; nothing is fetched from a network.
struct PlanKML {
  let plan: RiverPlan
  let imprint: PlanImprint

  func document() throws -> [UInt8] {
    let styles = Set(marks.compactMap { Look($0.item.record) }).sorted { $0.id < $1.id }.map(\.element)
    let kinds = marks.map(\.item.record.kind).reduce(into: [Kind]()) { kinds, kind in
      if !kinds.contains(where: { $0.name == kind.name }) { kinds.append(kind) }
    }
    let folders = kinds.map { kind in
      folder(kind.title, marks.filter { $0.item.record.kind.name == kind.name }.map(placemark))
    }
    let river = StyleElement(
      "Placemark", [:],
      [
        StyleElement("name", text: plan.river.name), StyleElement("styleUrl", text: "#river"),
        Self.geometry(.multiLineString(plan.river.course.map(\.positions))),
      ])
    let corridor = StyleElement(
      "Placemark", [:],
      [
        StyleElement("name", text: "\(plan.river.name)沿河范围"), StyleElement("styleUrl", text: "#corridor"),
        Self.geometry(try plan.river.buffer(metres: plan.withinMetres)),
      ])
    let note = [imprint.note.nilIfEmpty, "数据日期 \(imprint.dataDate)", "坐标系 WGS 84"].compactMap { $0 }
    let root = StyleElement(
      "kml", ["xmlns": "http://www.opengis.net/kml/2.2"],
      [
        StyleElement(
          "Document", [:],
          [
            StyleElement("name", text: "\(plan.river.name)环境应急地图"), Self.description(note),
            Self.style("river", line: "#1F6FB5", width: 4), Self.style("corridor", line: "#8FB6DA", fill: "#1F6FB5"),
          ] + styles + [folder("河流", [river, corridor])] + folders)
      ])
    return Array(root.document.utf8)
  }

  /// Things with the geometry that stands for them.
  private var marks: [(item: RiverPlan.Item, geometry: Geometry?)] {
    (plan.targets + plan.sources.map(\.source) + plan.facilities).map { ($0, $0.record.geometry) }
      + plan.sections.map { ($0, .point($0.foot)) }
      + plan.mobileSources.map(\.source).map { ($0, $0.offsetMetres == 0 ? .point($0.foot) : $0.record.geometry) }
  }

  private func folder(_ name: String, _ placemarks: [StyleElement]) -> StyleElement {
    StyleElement("Folder", [:], [StyleElement("name", text: name)] + placemarks)
  }

  private func placemark(_ item: RiverPlan.Item, _ geometry: Geometry?) -> StyleElement {
    let record = item.record
    // What is reckoned has names of its own, so that nobody takes it for what was handed in.
    let figures: [(String, String)] = [
      ("code", record.code), ("kind", record.kind.title),
      ("grade", record.kind.gradeProperty.flatMap { record[$0].text } ?? ""), ("river", plan.river.name),
      ("plan_river_km", FixedDecimal.text(item.riverKm, 3)), ("plan_offset_m", FixedDecimal.text(item.offsetMetres, 1)),
      ("plan_place", item.place), ("plan_phone", PlanWords.phone(record) == "—" ? "" : PlanWords.phone(record)),
      (PublicMark.column.name, plan.audience.mark ?? ""),
    ]
    let data = figures.filter { !$0.1.isEmpty }.map { name, value in
      StyleElement("Data", ["name": name], [StyleElement("value", text: value)])
    }
    return StyleElement(
      "Placemark", [:],
      [StyleElement("name", text: record.name), Self.description(PlanWords.card(of: item, on: plan.river))]
        + (Look(record).map { [StyleElement("styleUrl", text: "#\($0.id)")] } ?? [])
        + [StyleElement("ExtendedData", [:], data)] + (geometry.map { [Self.geometry($0)] } ?? []))
  }

  /// Lines of text; programs take a description for HTML, so each is escaped once more.
  private static func description(_ lines: [String]) -> StyleElement {
    StyleElement("description", text: lines.map(StyleElement.escaped).joined(separator: "<br>"))
  }

  // MARK: - Looks

  /// What a record looks like: the colour of its symbol, the gravest larger.
  private struct Look: Hashable {
    let form: SymbolForm
    let grade: Grade

    init?(_ record: Record) {
      guard let form = KindSymbols.form(of: record) else { return nil }
      self.form = form
      grade = form.isGraded ? KindSymbols.grade(of: record) : .undetermined
    }

    var id: String { "\(form.rawValue)-\(grade.rawValue)" }

    var element: StyleElement {
      let colour = form.colour ?? grade.colour
      return PlanKML.style(id, icon: colour, scale: grade == .major ? 1.3 : 1, line: colour, fill: colour)
    }
  }

  private static func style(
    _ id: String, icon: String? = nil, scale: Double = 1, line: String, width: Double = 2, fill: String? = nil
  ) -> StyleElement {
    var parts: [StyleElement] = []
    if let icon {
      parts.append(
        StyleElement(
          "IconStyle", [:], [StyleElement("color", text: colour(icon)), StyleElement("scale", text: "\(scale)")]))
    }
    parts.append(
      StyleElement(
        "LineStyle", [:], [StyleElement("color", text: colour(line)), StyleElement("width", text: "\(width)")]))
    if let fill {
      parts.append(StyleElement("PolyStyle", [:], [StyleElement("color", text: colour(fill, opacity: "26"))]))
    }
    return StyleElement("Style", ["id": id], parts)
  }

  /// `#RRGGBB` as KML has it: opacity, blue, green, red.
  private static func colour(_ colour: String, opacity: String = "ff") -> String {
    let digits = Array(colour.dropFirst().lowercased())
    guard digits.count == 6 else { return "ff000000" }
    return opacity + String(digits[4...5] + digits[2...3] + digits[0...1])
  }

  // MARK: - Geometries

  private static func geometry(_ geometry: Geometry) -> StyleElement {
    let shapes = geometry.polygons.map(polygon) + geometry.lines.map(line)
    let parts = shapes.isEmpty ? [geometry.representativePosition].compactMap { $0 }.map(point) : shapes
    return parts.count == 1 ? parts[0] : StyleElement("MultiGeometry", [:], parts)
  }

  private static func point(_ position: Position) -> StyleElement {
    StyleElement("Point", [:], [coordinates([position])])
  }

  private static func line(_ path: [Position]) -> StyleElement { StyleElement("LineString", [:], [coordinates(path)]) }

  private static func polygon(_ polygon: Polygon) -> StyleElement {
    let rings = polygon.rings.enumerated().map { index, ring in
      let line = StyleElement("LinearRing", [:], [coordinates(ring)])
      return index == 0
        ? StyleElement("outerBoundaryIs", [:], [line]) : StyleElement("innerBoundaryIs", [:], [line])
    }
    return StyleElement("Polygon", [:], rings)
  }

  private static func coordinates(_ path: [Position]) -> StyleElement {
    let places = path.map { "\(PlanWords.number($0.x, 7)),\(PlanWords.number($0.y, 7))" }
    return StyleElement("coordinates", text: places.joined(separator: " "))
  }
}
