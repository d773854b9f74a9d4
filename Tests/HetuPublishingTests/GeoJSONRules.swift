import Foundation

/// Holds a GeoJSON text against RFC 7946: what is off, in words; nothing where it keeps to it.
enum GeoJSONRules {
  static func faults(_ data: Data) -> [String] {
    guard let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else { return ["no JSON object"] }
    var faults: [String] = []
    if root["type"] as? String != "FeatureCollection" { faults.append("no FeatureCollection") }
    if root["crs"] != nil { faults.append("a crs member (RFC 7946, 4)") }
    for forbidden in ["coordinates", "geometries", "geometry", "properties"] where root[forbidden] != nil {
      faults.append("a collection with \(forbidden) (7.1)")
    }
    guard let features = root["features"] as? [[String: Any]] else { return faults + ["no features"] }
    for (number, feature) in features.enumerated() {
      let name = "feature \(number)"
      if feature["type"] as? String != "Feature" { faults.append("\(name): no Feature") }
      if !(feature["properties"] is [String: Any] || feature["properties"] is NSNull) {
        faults.append("\(name): properties")
      }
      switch feature["geometry"] {
      case is NSNull: break
      case let geometry as [String: Any]: faults += Self.faults(geometry).map { "\(name): \($0)" }
      default: faults.append("\(name): no geometry member")
      }
    }
    let text = String(decoding: data, as: UTF8.self)
    // Coordinates stand in arrays of numbers only.
    for match in text.matches(of: /\[\s*(-?[0-9][^\[\]"{}]*)\]/) {
      for number in match.1.split(separator: ",") {
        let digits = number.split(separator: ".").dropFirst().first?.filter(\.isNumber) ?? ""
        if digits.count > 7 { faults.append("more than seven decimals: \(number)") }
      }
    }
    return faults
  }

  private static func faults(_ geometry: [String: Any]) -> [String] {
    guard let coordinates = geometry["coordinates"] as? [Any] else { return ["no coordinates"] }
    switch geometry["type"] as? String {
    case "Point": return position(coordinates)
    case "MultiPoint": return coordinates.flatMap(position)
    case "LineString": return line(coordinates)
    case "MultiLineString": return coordinates.flatMap(line)
    case "Polygon": return polygon(coordinates)
    case "MultiPolygon": return coordinates.flatMap(polygon)
    default: return ["unknown type \(geometry["type"] ?? "")"]
    }
  }

  /// Longitude first, in or about China.
  private static func position(_ value: Any) -> [String] {
    guard let numbers = value as? [Double], numbers.count == 2 else { return ["a position of not two numbers"] }
    return (73...136).contains(numbers[0]) && (3...54).contains(numbers[1])
      ? [] : ["a position outside China: \(numbers)"]
  }

  private static func line(_ value: Any) -> [String] {
    guard let positions = value as? [Any], positions.count >= 2 else { return ["a line of fewer than two positions"] }
    return positions.flatMap(position)
  }

  private static func polygon(_ value: Any) -> [String] {
    guard let rings = value as? [[[Double]]], !rings.isEmpty else { return ["a polygon without rings"] }
    return rings.enumerated().flatMap { number, ring -> [String] in
      var faults = ring.flatMap(position)
      if ring.count < 4 { faults.append("a ring of fewer than four positions") }
      if ring.first != ring.last { faults.append("an open ring") }
      let area = zip(ring, ring.dropFirst()).reduce(0.0) { $0 + $1.0[0] * $1.1[1] - $1.1[0] * $1.0[1] }
      if number == 0 ? area <= 0 : area >= 0 { faults.append("a ring against the right-hand rule") }
      return faults
    }
  }
}
