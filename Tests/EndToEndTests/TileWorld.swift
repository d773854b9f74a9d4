/// What tiles are tried on.
enum TileWorld {
  /// A registry of ponds: 900 in one place, 30 each by itself, two without a grade; a reservoir, a park and rivers.
  static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    var rows = ["编号,尾矿库名称,经度,纬度,风险等级,联系电话"]
    for number in 0..<930 {
      let (x, y) =
        number < 900
        ? (110.9 + Double(number % 30) * 1e-4, 34.5 + Double(number / 30) * 1e-4)
        : (108 + Double(number - 900) * 0.1, 33.0)
      rows.append(
        "T\(number),库\(number),\(x),\(y),\(number < 2 ? "" : ["重大", "较大", "一般"][number % 3]),1390000\(1000 + number)")
    }
    try workspace.write("ponds.csv", rows.joined(separator: "\n") + "\n")
    try workspace.write(
      "zone.geojson",
      Sample.feature(
        #"{"type":"Polygon","coordinates":[[[110,34],[111,34],[111,35],[110,35],[110,34]],[[110.4,34.4],[110.4,34.6],[110.6,34.6],[110.6,34.4],[110.4,34.4]]]}"#,
        name: "示意保护区", code: "Z1"))
    // A second of each: a small zone inside the first one, and a reach far away.
    try workspace.write(
      "zone2.geojson",
      Sample.feature(
        #"{"type":"Polygon","coordinates":[[[110.7,34.1],[110.8,34.1],[110.8,34.2],[110.7,34.2],[110.7,34.1]]]}"#,
        name: "示意小区", code: "Z2"))
    try workspace.write(
      "reach2.geojson",
      Sample.feature(#"{"type":"LineString","coordinates":[[113,34],[113.5,34.1]]}"#, name: "远河", code: "R2"))
    try workspace.write(
      "reach.geojson",
      Sample.feature(
        #"{"type":"LineString","coordinates":[[110,34],[110.5,34.7],[111.5,34.8]]}"#, name: "示意河", code: "R1"))
    for (kind, file) in [
      ("tailings_pond", "ponds.csv"), ("protection_zone", "zone.geojson"), ("river_reach", "reach.geojson"),
      ("protection_zone", "zone2.geojson"), ("river_reach", "reach2.geojson"),
    ] {
      let outcome = try workspace.hetu("import", "--kind", kind, file)
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    return workspace
  }
}
