import Foundation

extension EditingWorld {
  /// A river through both districts, with what a duty officer asks about: an intake, a dam, a section, a plant.
  static func importRiver(into workspace: Workspace) throws {
    func speeds(_ metresPerSecond: Double) -> String {
      ["dry", "normal", "wet"].map { "\"speed_\($0)_m_s\":\(metresPerSecond)" }.joined(separator: ",")
    }
    let features: [(kind: String, properties: String, geometry: String)] = [
      ("district", #"{"code":"411202","name":"湖滨区","own":true}"#, area(110.8, 111)),
      ("district", #"{"code":"411203","name":"陕州区","own":true}"#, area(110.6, 110.8)),
      (
        "river_reach", #"{"code":"R-1","river_name":"甲河","river_code":"JH",\#(speeds(0.5))}"#,
        #"{"type":"LineString","coordinates":[[110.68,34.4],[110.8,34.45]]}"#
      ),
      (
        "river_reach", #"{"code":"R-2","river_name":"甲河","river_code":"JH",\#(speeds(0.5))}"#,
        #"{"type":"LineString","coordinates":[[110.8,34.45],[110.95,34.51]]}"#
      ),
      (
        "drinking_water_source", #"{"code":"S-1","name":"甲河水源地","district":"411202"}"#,
        #"{"type":"Point","coordinates":[110.9123456,34.4949383]}"#
      ),
      (
        "emergency_facility",
        #"{"code":"F-1","name":"甲河闸","facility_class":"闸坝","functions":["拦截"],"opening_time_min":20,"river_name":"甲河","district":"411202"}"#,
        #"{"type":"Point","coordinates":[110.85,34.47]}"#
      ),
      (
        "monitoring_section", #"{"code":"D-1","name":"甲河桥","river_name":"甲河"}"#,
        #"{"type":"Point","coordinates":[110.8,34.45]}"#
      ),
      (
        "key_enterprise",
        #"{"code":"E-1","name":"丙厂","district":"411203","risk_grade":"较大","contact_phone":"13900000009"}"#,
        #"{"type":"Point","coordinates":[110.75,34.43]}"#
      ),
    ]
    for (kind, group) in Dictionary(grouping: features, by: \.kind).sorted(by: { $0.key < $1.key }) {
      let all = group.map { #"{"type":"Feature","properties":\#($0.properties),"geometry":\#($0.geometry)}"# }
      try workspace.write(
        "\(kind).geojson", #"{"type":"FeatureCollection","features":[\#(all.joined(separator: ","))]}"#)
      let outcome = try workspace.hetu("import", "--kind", kind, "\(kind).geojson")
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.output + outcome.errors) }
    }
  }

  private static func area(_ west: Double, _ east: Double) -> String {
    let corners = [(west, 34.3), (east, 34.3), (east, 34.7), (west, 34.7), (west, 34.3)].map { "[\($0.0),\($0.1)]" }
    return #"{"type":"Polygon","coordinates":[[\#(corners.joined(separator: ","))]]}"#
  }
}
