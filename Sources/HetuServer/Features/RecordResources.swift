import HetuPlanning
import HetuPublishing
import HetuRegistry
import HetuSchemas

/// What there is to be known of one record besides its properties: where it lies along its river, and what changed.
enum RecordResources {
  private static let path = "/collections/{collection}/items/{feature}"

  static let endpoints = [
    Endpoint(
      path: "\(path)/card", summary: "One record with its place along the nearest river.", tag: "data",
      forms: [.json],
      answer: { call in
        let card = try RecordCard(
          registry: call.registry, reference: try reference(call), asOf: nil, audience: call.audience)
        return Reply(card.json(), type: Media.json)
      }),
    // Who changed what and why is nobody's but the bureau's; texts stand in it as they were written.
    Endpoint(
      path: "\(path)/history", summary: "What changed of a record, when, by whom and why; the newest first.",
      tag: "data", forms: [.json], givesList: true, isInternal: true,
      answer: { call in
        let entries = try call.registry.history(of: try reference(call))
        return Reply(HistoryLog(entries, audience: call.audience).json(), type: Media.json)
      }),
  ]

  private static func reference(_ call: Call) throws -> String {
    "\(try call.kind().name)/\(try call.pathValue("feature"))"
  }
}
