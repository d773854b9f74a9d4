import Foundation

/// Checks a text against RFC 7946: structure, longitude and latitude in order and range, closed right-hand rings,
/// at most 7 decimals.
struct GeoJSONCheck {
  /// What is wrong, each with its place; empty where nothing is.
  private(set) var faults: [String] = []
  /// The properties of the features.
  private(set) var properties: [[String: Any]] = []
  /// The types of the features' geometries; nil for a null geometry.
  private(set) var geometries: [String?] = []

  init(_ text: String) {
    guard let root = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      faults = ["no JSON object"]
      return
    }
    if root["type"] as? String != "FeatureCollection" { faults.append("type is not FeatureCollection") }
    if root["crs"] != nil { faults.append("a crs member, which RFC 7946 took out") }
    guard let features = root["features"] as? [[String: Any]] else {
      faults.append("features is no array of objects")
      return
    }
    for key in ["coordinates", "geometries", "geometry", "properties"] where root[key] != nil {
      faults.append("a FeatureCollection with \(key)")
    }
    for (index, feature) in features.enumerated() { check(feature, "feature \(index)") }
    checkDecimals(text)
  }

  private mutating func check(_ feature: [String: Any], _ place: String) {
    if feature["type"] as? String != "Feature" { faults.append("\(place): type is not Feature") }
    if let members = feature["properties"] as? [String: Any] {
      properties.append(members)
    } else {
      faults.append("\(place): properties is missing")
    }
    if let id = feature["id"], !(id is String), !(id is NSNumber) {
      faults.append("\(place): id is no text and no number")
    }
    switch feature["geometry"] {
    case let geometry as [String: Any]:
      geometries.append(geometry["type"] as? String)
      check(geometry: geometry, place)
    case is NSNull: geometries.append(nil)
    default: faults.append("\(place): geometry is missing")
    }
  }

  private mutating func check(geometry: [String: Any], _ place: String) {
    guard let type = geometry["type"] as? String else {
      faults.append("\(place): geometry without type")
      return
    }
    if type == "GeometryCollection" {
      for member in geometry["geometries"] as? [[String: Any]] ?? [] { check(geometry: member, place) }
      return
    }
    guard
      let depth = [
        "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
      ][type],
      let coordinates = geometry["coordinates"]
    else {
      faults.append("\(place): no coordinates, or type \(type)")
      return
    }
    check(coordinates, depth: depth, isArea: type.hasSuffix("Polygon"), isLine: type.hasSuffix("LineString"), place)
  }

  private mutating func check(_ value: Any, depth: Int, isArea: Bool, isLine: Bool, _ place: String) {
    if depth == 0 {
      guard let pair = value as? [Double], pair.count == 2, (-180...180).contains(pair[0]), (-90...90).contains(pair[1])
      else {
        faults.append("\(place): \(value) is no longitude and latitude")
        return
      }
      return
    }
    guard let members = value as? [Any] else {
      faults.append("\(place): coordinates nest wrongly")
      return
    }
    if depth == 1, isLine, members.count < 2 { faults.append("\(place): a line of \(members.count) positions") }
    if depth == 2, isArea { check(rings: members, place) }
    for member in members { check(member, depth: depth - 1, isArea: isArea, isLine: isLine, place) }
  }

  private mutating func check(rings: [Any], _ place: String) {
    for (index, ring) in rings.enumerated() {
      guard let ring = ring as? [[Double]], ring.count >= 4, ring.allSatisfy({ $0.count == 2 }) else {
        faults.append("\(place): ring \(index) has fewer than 4 positions")
        continue
      }
      if ring.first != ring.last { faults.append("\(place): ring \(index) is not closed") }
      let origin = ring[0]
      let doubledArea = zip(ring, ring.dropFirst()).reduce(0.0) { sum, edge in
        sum + (edge.0[0] - origin[0]) * (edge.1[1] - origin[1]) - (edge.1[0] - origin[0]) * (edge.0[1] - origin[1])
      }
      if (index == 0) != (doubledArea > 0) { faults.append("\(place): ring \(index) breaks the right-hand rule") }
    }
  }

  /// Numbers in coordinates have at most 7 decimals, as they stand in the text.
  private mutating func checkDecimals(_ text: String) {
    for coordinates in text.split(separator: "\"coordinates\":").dropFirst() {
      let numbers = coordinates.prefix { "[]-0123456789.eE, \n\t".contains($0) }
      for number in numbers.split(whereSeparator: { "[], \n\t".contains($0) }) {
        let decimals = number.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
        if decimals > 7 || number.contains(where: { "eE".contains($0) }) { faults.append("\(number) is too precise") }
      }
    }
  }
}
